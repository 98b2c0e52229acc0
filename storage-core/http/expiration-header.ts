import type { ObjectAttributes } from '../engine/object-engine.ts'
import { announcedExpiration } from '../model/lifecycle-action.ts'
import type { ObjectHead } from '../model/object.ts'
import { percentEncode } from '../signature/percent.ts'
import type { FlatHeaders } from './reply.ts'
import type { RequestContext } from './request-context.ts'
import { httpDate } from './serialize-object.ts'

/** As far as rules look at it. */
export type ExpiringObject = Pick<ObjectHead, 'key' | 'sizeBytes' | 'storageClass' | 'lastModifiedMs' | 'tags'> & Partial<Pick<ObjectHead, 'type'>>

const nothing: FlatHeaders = []
const lastDateMs = 8.64e15

/**
 * `x-oss-expiration`: when a lifecycle rule lets what the key shows expire, and which one (OSS documentation, "Lifecycle
 * rules based on the last modified time"). Costs nothing where there are no rules.
 */
export function expirationHeader({ rules }: Pick<RequestContext, 'rules'>, object: ExpiringObject): FlatHeaders {
  const lifecycle = rules?.settings.lifecycle
  // What is shown of a link is its target's, and it is the link that a rule is about.
  if (lifecycle === undefined || object.type === 'Symlink') return nothing
  const { key, sizeBytes, storageClass, lastModifiedMs, tags } = object
  const announced = announcedExpiration(lifecycle.rules, { key, sizeBytes, storageClass, lastModifiedMs, isLink: false, tags: () => tags })
  if (announced === undefined || announced.expiresMs > lastDateMs) return nothing
  return ['x-oss-expiration', `expiry-date="${httpDate(announced.expiresMs)}", rule-id="${headerText(announced.ruleId)}"`]
}

/** The same of an object that was just put. */
export function expirationOfPut(
  context: Pick<RequestContext, 'rules' | 'key'>,
  output: Pick<ObjectHead, 'sizeBytes' | 'lastModifiedMs'>,
  { storageClass = 'Standard', tags }: Pick<ObjectAttributes, 'storageClass' | 'tags'>,
): FlatHeaders {
  return expirationHeader(context, { key: context.key, sizeBytes: output.sizeBytes, lastModifiedMs: output.lastModifiedMs, storageClass, tags })
}

/** Ids may be any text, and a header may not. */
function headerText(id: string): string {
  return /^[\u0020-\u0021\u0023-\u007e]*$/.test(id) ? id : percentEncode(id)
}
