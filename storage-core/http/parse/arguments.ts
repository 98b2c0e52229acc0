import type { IncomingHttpHeaders } from 'node:http'
import { limits } from '../../model/limits.ts'
import { ossError, type OssError } from '../../model/oss-error.ts'
import { utf8Length } from '../../model/utf8.ts'
import { wireToText } from '../../signature/header-text.ts'
import { queryValue, type QueryPair } from '../../signature/request.ts'

export function invalidArgument(name: string, value: string, message?: string): OssError {
  return ossError('InvalidArgument', {
    ...(message === undefined ? {} : { message }),
    details: { ArgumentName: name, ArgumentValue: value },
  })
}

export function unsupportedHeader(name: string): OssError {
  return ossError('NotImplemented', {
    message: 'A header you provided implies functionality that is not implemented.',
    details: { Header: name },
  })
}

/**
 * A header as text: its bytes read as UTF-8.
 * @throws OssError InvalidArgument when they are not UTF-8
 */
export function textHeader(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name]
  if (value === undefined) return undefined
  const wire = typeof value === 'string' ? value : value.join(', ')
  const text = wireToText(wire)
  if (text === undefined) throw invalidArgument(name, '', 'The header is not valid UTF-8.')
  return text
}

/** A header with a closed set of values. @throws OssError InvalidArgument */
export function choiceHeader<T extends string>(headers: IncomingHttpHeaders, name: string, choices: readonly T[]): T | undefined {
  const text = textHeader(headers, name)
  if (text === undefined) return undefined
  const choice = choices.find((value) => value === text)
  if (choice === undefined) throw invalidArgument(name, text)
  return choice
}

/** The same for a header that must be there. @throws OssError MissingArgument, InvalidArgument, the latter with cause code `ec` */
export function requiredChoiceHeader<T extends string>(
  headers: IncomingHttpHeaders,
  name: string,
  choices: readonly T[],
  ec?: string,
): T {
  const text = textHeader(headers, name)
  if (text === undefined) throw ossError('MissingArgument', { details: { ArgumentName: name } })
  const choice = choices.find((value) => value === text)
  if (choice !== undefined) return choice
  throw ossError('InvalidArgument', {
    details: { ArgumentName: name, ArgumentValue: text },
    ...(ec === undefined ? {} : { ec }),
  })
}

/** `true` or `false` in any case; absent is false. @throws OssError InvalidArgument */
export function flagHeader(headers: IncomingHttpHeaders, name: string): boolean {
  const text = textHeader(headers, name)?.toLowerCase()
  if (text === undefined || text === 'false') return false
  if (text === 'true') return true
  throw invalidArgument(name, text)
}

/** A whole number of a query within bounds. @throws OssError InvalidArgument */
export function integerQuery(
  query: readonly QueryPair[],
  name: string,
  bounds: { readonly min: number; readonly max: number; readonly fallback: number },
): number {
  const text = queryValue(query, name)
  if (text === undefined) return bounds.fallback
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
  if (value >= bounds.min && value <= bounds.max) return value
  throw invalidArgument(name, text, `Argument ${name} must be an integer between ${bounds.min} and ${bounds.max}.`)
}

/** The query, without a parameter that is there but empty: some clients send every parameter they know. */
export function filledQuery(query: readonly QueryPair[], name: string): readonly QueryPair[] {
  return queryValue(query, name) === '' ? [] : query
}

/** A part of a key in a query; empty when absent. @throws OssError InvalidArgument when longer than a key can be */
export function keyQuery(query: readonly QueryPair[], name: string): string {
  const text = queryValue(query, name) ?? ''
  if (text.length * 3 > limits.listParameterMaxBytes && utf8Length(text) > limits.listParameterMaxBytes) {
    throw invalidArgument(name, text, `The length of ${name} must be less than ${limits.listParameterMaxBytes + 1} bytes.`)
  }
  return text
}

/** @throws OssError InvalidArgument for anything but `url` */
export function encodingTypeQuery(query: readonly QueryPair[]): 'url' | undefined {
  const text = queryValue(query, 'encoding-type')
  if (text === undefined || text === '') return undefined
  if (text === 'url') return 'url'
  throw invalidArgument('encoding-type', text, 'Invalid Encoding Method specified in Request.')
}
