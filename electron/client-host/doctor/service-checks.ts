import type { IncomingHttpHeaders } from 'node:http'
import type { DoctorAdvice } from '../../contract/doctor.ts'
import type { Connection } from '../../contract/host-messages.ts'
import { codeOf, RemoteError } from '../errors.ts'
import type { Provider } from '../providers/object-provider.ts'
import { placeTold } from '../remote/place-told.ts'
import { failed, ok, skipped, warning, type Finding } from './findings.ts'

const told = (error: unknown): { code?: string; ec?: string | undefined; requestId?: string | undefined } =>
  error instanceof RemoteError ? { code: error.code, ec: error.ec, requestId: error.requestId } : {}

/** True for an answer that only an object store gives. */
const isService = (error: unknown): boolean => error instanceof RemoteError && error.status !== 0 && error.requestId !== undefined

/** Asks without a key: whatever is answered tells what is there, and what time it is there. */
export async function checkService(ask: () => Promise<{ readonly headers: IncomingHttpHeaders; readonly requestId: string | undefined }>): Promise<{ readonly finding: Finding; readonly serverTimeMs?: number | undefined; readonly nowMs: number }> {
  const startedMs = Date.now()
  try {
    const { headers, requestId } = await ask()
    const nowMs = (startedMs + Date.now()) / 2
    const finding = requestId === undefined ? failed('notService', undefined) : ok({ requestId })
    const dateMs = Date.parse(headers.date ?? '')
    return { finding, nowMs, serverTimeMs: Number.isNaN(dateMs) ? undefined : dateMs }
  } catch (error) {
    // The answer was written about half-way through.
    const nowMs = (startedMs + Date.now()) / 2
    if (isService(error)) return { finding: ok(told(error)), nowMs, serverTimeMs: error instanceof RemoteError ? error.serverTimeMs : undefined }
    return { finding: failed('notService', error, told(error)), nowMs }
  }
}

/** Services refuse what is more than 15 minutes off (OSS documentation, "RequestTimeTooSkewed"); Ossia corrects that by itself. */
export function judgeClock(serverTimeMs: number | undefined, nowMs: number): Finding {
  if (serverTimeMs === undefined) return skipped('clockUnknown')
  // Dates in headers have whole seconds.
  const skewSeconds = Math.round((nowMs - serverTimeMs) / 1000)
  const values = { skewSeconds }
  if (Math.abs(skewSeconds) > 15 * 60) return warning('clockFarOff', values)
  return Math.abs(skewSeconds) > 60 ? warning('clockOff', values) : ok(values)
}

const credentialAdvice: Readonly<Record<string, DoctorAdvice>> = {
  InvalidAccessKeyId: 'keyUnknown',
  InvalidAccessKeyIdInactive: 'keyDisabled',
  AccessKeyDisabled: 'keyDisabled',
  UserDisable: 'keyDisabled',
  SecurityTokenExpired: 'tokenEnded',
  InvalidSecurityToken: 'tokenEnded',
  ExpiredToken: 'tokenEnded',
  InvalidToken: 'tokenEnded',
}

export interface Verdict {
  readonly region: Finding
  readonly signature: Finding
  readonly credential: Finding
  /** True when the service knows the key, whatever it may do. */
  readonly isKnown: boolean
}

/** Reads the answer to a signed request. @param other whether the other signature version was accepted; undefined when it was not tried */
export function judgeSigned(connection: Pick<Connection, 'kind' | 'region' | 'signatureVersion'>, error: unknown, other: boolean | undefined): Verdict {
  const version = connection.signatureVersion ?? 'v4'
  const otherVersion = connection.kind === 's3' ? (version === 'v4' ? 'v2' : 'v4') : version === 'v4' ? 'v1' : 'v4'
  const accepted = [version, ...(other === true ? [otherVersion] : [])].map((one) => one.toUpperCase()).toSorted().join(', ')
  const after = skipped('afterFailure')
  const place = placeTold(error)
  const values = { region: connection.region }
  if (place !== undefined) return { region: failed('otherRegion', error, { ...place, ...told(error) }), signature: after, credential: after, isKnown: false }
  const code = codeOf(error) ?? ''
  if (code === 'SignatureDoesNotMatch') {
    if (other === true) return { region: ok(values), signature: failed('otherSignature', error, { accepted: otherVersion.toUpperCase(), ...told(error) }), credential: ok(), isKnown: false }
    return { region: ok(values), signature: warning('secretWrong', told(error)), credential: failed('secretWrong', error, told(error)), isKnown: false }
  }
  const advice = credentialAdvice[code]
  if (advice !== undefined) return { region: ok(values), signature: after, credential: failed(advice, error, told(error)), isKnown: false }
  const isAnswered = error === undefined || (error instanceof RemoteError && error.status !== 0)
  if (!isAnswered) return { region: after, signature: after, credential: failed('unexpected', error, told(error)), isKnown: false }
  return { region: ok(values), signature: ok({ accepted }), credential: ok(told(error)), isKnown: true }
}

const isDenied = (error: unknown): boolean => error instanceof RemoteError && error.status === 403

export function judgeList(error: unknown, denied: DoctorAdvice, values: Parameters<typeof ok>[0]): Finding {
  if (error === undefined) return ok(values)
  if (codeOf(error) === 'NoSuchBucket') return failed('noBucket', error, { ...values, ...told(error) })
  const place = placeTold(error)
  if (place !== undefined) return failed('otherRegion', error, { ...values, ...place, ...told(error) })
  return isDenied(error) ? failed(denied, error, { ...values, ...told(error) }) : failed('unexpected', error, { ...values, ...told(error) })
}

/** Reads one byte. */
export async function checkRead(provider: Provider, bucket: string, key: string | undefined, signal: AbortSignal): Promise<Finding> {
  if (key === undefined) return skipped('nothingThere')
  try {
    const { body } = await provider.openAsIs({ bucket, key, range: 'bytes=0-0', signal })
    body.destroy()
    return ok({ object: key })
  } catch (error) {
    // An empty object has no first byte, an archived one must be restored first: both were let through to it.
    if (error instanceof RemoteError && (error.code === 'InvalidRange' || error.code === 'InvalidObjectState')) return ok({ object: key, ...told(error) })
    return failed(isDenied(error) ? 'readDenied' : 'unexpected', error, { object: key, ...told(error) })
  }
}

/**
 * Tries the permission to write so that nothing changes: over an object that is there, with the condition that none is there;
 * where there is none, by an upload in parts that is given up before its first one.
 */
export async function checkWrite(provider: Provider, bucket: string, prefix: string, key: string | undefined, signal: AbortSignal): Promise<Finding> {
  const denied = (error: unknown): Finding => failed(isDenied(error) ? 'writeDenied' : 'unexpected', error, told(error))
  if (key !== undefined) {
    try {
      await provider.putObject({ bucket, key, sizeBytes: 0, forbidOverwrite: true, body: undefined, signal })
      return ok({ object: key })
    } catch (error) {
      return codeOf(error) === 'FileAlreadyExists' ? ok(told(error)) : denied(error)
    }
  }
  try {
    const trial = { bucket, key: `${prefix}.ossia-write-check`, signal }
    const { uploadId } = await provider.initiateMultipartUpload({ ...trial, forbidOverwrite: true })
    await provider.abortMultipartUpload({ ...trial, uploadId })
    return ok()
  } catch (error) {
    return denied(error)
  }
}
