import { z } from 'zod'
import { OssErrorWire } from './error-wire.ts'
import { ProfileTrial } from './profiles.ts'

/** What the connection doctor looks at, in this order: each rests on those before it. */
export const DoctorCheckId = z.enum(['proxy', 'dns', 'tcp', 'tls', 'service', 'clock', 'region', 'signature', 'credential', 'listBuckets', 'listObjects', 'readObject', 'writeObject'])
export type DoctorCheckId = z.infer<typeof DoctorCheckId>

export const DoctorState = z.enum(['running', 'ok', 'warning', 'failed', 'skipped'])
export type DoctorState = z.infer<typeof DoctorState>

/** What to do about a finding, or why there is none; the window has a sentence for each. */
export const DoctorAdvice = z.enum([
  'straight', 'proxyUnreachable', 'proxyKey', 'proxyRefused', 'proxyScript',
  'isAddress', 'proxyResolves', 'proxyConnects', 'hostUnknown', 'dnsSilent',
  'portClosed', 'portSilent', 'networkDown',
  'plain', 'notTls', 'authorityUnknown', 'otherHost', 'expired', 'expiresSoon',
  'notService', 'clockOff', 'clockFarOff', 'clockUnknown',
  'otherRegion', 'otherSignature', 'keyUnknown', 'secretWrong', 'tokenEnded', 'keyDisabled',
  'bucketsDenied', 'pathInstead', 'objectsDenied', 'noBucket', 'noBucketKnown', 'nothingThere', 'readDenied',
  'notAsked', 'locked', 'writeDenied', 'afterFailure', 'unexpected',
])
export type DoctorAdvice = z.infer<typeof DoctorAdvice>

/** Something that was measured. */
export const DoctorFactName = z.enum(['proxy', 'host', 'addresses', 'port', 'tlsVersion', 'subject', 'issuer', 'validUntil', 'chain', 'skewSeconds', 'region', 'endpoint', 'accepted', 'buckets', 'path', 'object', 'cause', 'code', 'ec', 'requestId'])
export type DoctorFactName = z.infer<typeof DoctorFactName>
export const DoctorFact = z.object({ name: DoctorFactName, value: z.string().max(2000) })
export type DoctorFact = z.infer<typeof DoctorFact>

export const DoctorCheck = z.object({
  id: DoctorCheckId,
  state: DoctorState,
  advice: DoctorAdvice.optional(),
  facts: z.array(DoctorFact).max(30),
  durationMs: z.number().optional(),
  error: OssErrorWire.optional(),
})
export type DoctorCheck = z.infer<typeof DoctorCheck>

/** A connection as a form holds it, or as it is kept. */
export const DiagnoseInput = ProfileTrial.extend({
  /** Chosen by the window; progress events carry it. */
  runId: z.string().min(1).max(100),
  /** Whether the permission to write may be tried, in a way that changes nothing. */
  mayWrite: z.boolean(),
})
export const DoctorReport = z.object({ checks: z.array(DoctorCheck) })
export type DoctorReport = z.infer<typeof DoctorReport>
