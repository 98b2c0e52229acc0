import type { IncomingHttpHeaders } from 'node:http'
import { ossError, type OssError } from '../../model/oss-error.ts'
import { queryValue, type QueryPair } from '../../signature/request.ts'
import { isPrivateHost } from './private-host.ts'

/** What an upload asks the store to tell somebody once the object is stored (OSS documentation, "Callback"). */
export interface Callback {
  /** Tried one after the other until one succeeds. */
  readonly urls: readonly URL[]
  /** Sent as Host instead of the URL's own. */
  readonly host?: string
  /** With placeholders. */
  readonly body: string
  readonly bodyType: CallbackBodyType
  /** Values of `${x:name}`, by their whole name. */
  readonly variables: ReadonlyMap<string, string>
}
export type CallbackBodyType = 'application/x-www-form-urlencoded' | 'application/json'

const maxBytes = 5 * 1024
const maxUrls = 5
const base64 = /^[A-Za-z0-9+/_-]+={0,2}$/
const strictUtf8 = new TextDecoder('utf-8', { fatal: true })

/**
 * Reads `x-oss-callback` and `x-oss-callback-var`, or `callback` and `callback-var` of the query.
 * @throws OssError InvalidArgument; with EC 0007-00000008 for an address of this machine or a private network, which OSS
 * refuses and a store allows only when it was told to
 */
export function parseCallback(
  headers: IncomingHttpHeaders,
  query: readonly QueryPair[],
  options: { readonly allowLocal: boolean },
): Callback | undefined {
  const callback = single('x-oss-callback', headers['x-oss-callback'], query.length === 0 ? undefined : queryValue(query, 'callback'))
  const variables = single('x-oss-callback-var', headers['x-oss-callback-var'], query.length === 0 ? undefined : queryValue(query, 'callback-var'))
  return callback === undefined ? undefined : readCallback(callback, variables, options)
}

/** The same from texts as they were sent; a form gives its variables one by one. */
export function readCallback(
  encoded: string,
  variables: string | ReadonlyMap<string, string> | undefined,
  { allowLocal }: { readonly allowLocal: boolean },
): Callback {
  const sizeBytes = encoded.length + (typeof variables === 'string' ? variables.length : 0)
  if (sizeBytes > maxBytes) throw invalid('The callback configuration is too long.')
  const settings = decodeObject(encoded, 'x-oss-callback')
  const text = (name: string): string | undefined => {
    const value = settings[name]
    if (value === undefined || typeof value === 'string') return value
    throw invalid(`${name} must be text.`)
  }
  const body = text('callbackBody')
  if (body === undefined || body === '') throw invalid('The callback configuration has no callbackBody.')
  const bodyType = text('callbackBodyType') ?? 'application/x-www-form-urlencoded'
  if (bodyType !== 'application/json' && bodyType !== 'application/x-www-form-urlencoded') throw invalid('callbackBodyType is not valid.')
  const host = text('callbackHost')
  if (host !== undefined && !/^[\w.:-]{1,255}$/.test(host)) throw invalid('callbackHost is not valid.')
  return {
    urls: readUrls(text('callbackUrl') ?? '', allowLocal),
    body,
    bodyType,
    variables: typeof variables === 'string' ? readVariables(variables) : (variables ?? new Map()),
    ...(host === undefined || host === '' ? {} : { host }),
  }
}

function single(name: string, header: string | readonly string[] | undefined, inQuery: string | undefined): string | undefined {
  if (header !== undefined && inQuery !== undefined) throw invalid(`${name} must not be both a header and in the query.`)
  return header === undefined ? inQuery : String(header)
}

function readUrls(text: string, allowLocal: boolean): readonly URL[] {
  const parts = text.split(';').map((part) => part.trim()).filter((part) => part !== '')
  if (parts.length === 0 || parts.length > maxUrls) throw invalid(`callbackUrl must name one to ${maxUrls} addresses.`)
  return parts.map((part) => {
    const address = /^https?:\/\//i.test(part) ? part : `http://${part}`
    if (!URL.canParse(address)) throw invalid('callbackUrl is not valid.')
    const url = new URL(address)
    if (url.username !== '' || url.password !== '') throw invalid('callbackUrl is not valid.')
    if (url.hostname.startsWith('[')) throw invalid('callbackUrl must not be an IPv6 address.')
    if (!allowLocal && isPrivateHost(url.hostname)) throw invalid('Private address is forbidden to callback.', '0007-00000008')
    return url
  })
}

function readVariables(encoded: string): ReadonlyMap<string, string> {
  const variables = new Map<string, string>()
  for (const [name, value] of Object.entries(decodeObject(encoded, 'x-oss-callback-var'))) {
    if (!isVariableName(name) || typeof value !== 'string') throw invalid('Names of callback variables begin with x: and are lower-case; values are text.')
    variables.set(name, value)
  }
  return variables
}

export function isVariableName(name: string): boolean {
  return name.startsWith('x:') && name.length > 2 && name === name.toLowerCase()
}

function decodeObject(encoded: string, name: string): Readonly<Record<string, unknown>> {
  const refuse = (cause?: unknown) => ossError('InvalidArgument', { message: 'The callback configuration is not json format.', details: { ArgumentName: name, ArgumentValue: encoded }, cause })
  if (!base64.test(encoded)) throw refuse()
  let document: unknown
  try {
    document = JSON.parse(strictUtf8.decode(Buffer.from(encoded, 'base64')))
  } catch (cause) {
    throw refuse(cause)
  }
  if (typeof document !== 'object' || document === null || Array.isArray(document)) throw refuse()
  return document as Readonly<Record<string, unknown>>
}

function invalid(message: string, ec?: string): OssError {
  return ossError('InvalidArgument', { message, details: { ArgumentName: 'callback' }, ...(ec === undefined ? {} : { ec }) })
}
