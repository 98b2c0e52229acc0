import type { IncomingHttpHeaders } from 'node:http'
import { errorTable, isOssErrorCode } from '../../../storage-core/model/error-table.ts'
import { RemoteError } from '../errors.ts'
import { bucketRegion } from './place-told.ts'
import { parseRetryAfterMs } from './retry-policy.ts'
import { childText, parseXml, type XmlElement } from './xml.ts'

const plainElements = new Set(['Code', 'Message', 'RequestId', 'EC', 'RecommendDoc', 'HostId'])

/** Codes for answers whose body is not OSS's error XML: a proxy's page, or a HEAD without `x-oss-err`. */
const codeByStatus: Readonly<Record<number, string>> = {
  304: 'NotModified',
  400: 'BadRequest',
  403: 'AccessDenied',
  404: 'NoSuchKey',
  405: 'MethodNotAllowed',
  409: 'Conflict',
  411: 'MissingContentLength',
  412: 'PreconditionFailed',
  416: 'InvalidRange',
  429: 'TooManyRequests',
  500: 'InternalError',
  502: 'BadGateway',
  503: 'ServiceUnavailable',
  504: 'GatewayTimeout',
}

export interface ErrorAnswer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  /** Text of the body; empty for HEAD, whose error XML is in `x-oss-err`. */
  readonly body: string
  readonly nowMs: number
  /** OSS's code for the one the service used. */
  readonly translateCode?: (code: string) => string
}

/** OSS documentation, "Error responses": reads the XML of the body, or of `x-oss-err` for HEAD. */
export function readErrorAnswer(answer: ErrorAnswer): RemoteError {
  const { status, headers } = answer
  const encoded = headers['x-oss-err']
  const xml = answer.body === '' && typeof encoded === 'string' ? Buffer.from(encoded, 'base64').toString('utf8') : answer.body
  const root = errorElement(xml)
  const named = childText(root, 'Code') || (codeByStatus[status] ?? `Http${String(status)}`)
  const code = answer.translateCode?.(named) ?? named
  const dateMs = Date.parse(childText(root, 'ServerTime') || (headers.date ?? ''))
  const details = Object.fromEntries(
    (root?.children ?? []).filter((one) => !plainElements.has(one.name) && one.children.length === 0).map((one) => [one.name, one.text]),
  )
  const toldRegion = headerText(headers['x-oss-bucket-region'])
  const transient = status >= 500 || status === 429 || (isOssErrorCode(code) && errorTable[code].retryable)
  return new RemoteError({
    code,
    message: childText(root, 'Message') || `The service answered with HTTP status ${String(status)}`,
    status,
    // 501 says that it will never work.
    retryable: transient && status !== 501 && code !== 'NotImplemented',
    requestId: childText(root, 'RequestId') || requestIdOf(headers),
    hostId: childText(root, 'HostId') || undefined,
    ec: childText(root, 'EC') || headerText(headers['x-oss-ec']),
    details: toldRegion === undefined ? details : { ...details, [bucketRegion]: toldRegion },
    retryAfterMs: parseRetryAfterMs(headers['retry-after'], answer.nowMs),
    serverTimeMs: Number.isNaN(dateMs) ? undefined : dateMs,
  })
}

export function requestIdOf(headers: IncomingHttpHeaders): string | undefined {
  return headerText(headers['x-oss-request-id'])
}

export function headerText(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value
}

function errorElement(xml: string): XmlElement | undefined {
  if (!xml.includes('<Error')) return undefined
  try {
    const root = parseXml(xml)
    return root.name === 'Error' ? root : undefined
  } catch {
    // A body cut short or of a proxy: the status alone decides then.
    return undefined
  }
}
