import type { PolicyCheck } from '../../../../electron/contract/policy-notes.ts'
import { actions, type OssAction } from '../../../../storage-core/policy/actions.ts'
import type { PolicyDocument } from '../../../../storage-core/policy/document.ts'
import { type TriedBucket, type TriedRequest, tryRequest } from './try-request.ts'

/** What a check comes to, now and after saving. */
export interface CheckResult {
  readonly check: PolicyCheck
  /** Undefined for an action that this version does not know. */
  readonly before: boolean | undefined
  readonly after: boolean | undefined
  readonly passes: boolean
  /** Saving would give another answer. */
  readonly changes: boolean
}

/** The request that a check asks about; undefined when it names no action. */
export function requestOf({ checkId: _checkId, expected: _expected, action, timeMs, sessionPolicy = '', ...rest }: PolicyCheck, nowMs: number): TriedRequest | undefined {
  return isAction(action) ? { ...rest, action, sessionPolicy, timeMs: timeMs ?? nowMs } : undefined
}

/** A check of what is answered now. `isTimed` keeps the time, which else is that of the looking. */
export function checkOf({ timeMs, ...tried }: TriedRequest, allowed: boolean, checkId: string, isTimed: boolean): PolicyCheck {
  return { ...tried, objectTags: { ...tried.objectTags }, checkId, expected: allowed ? 'allowed' : 'denied', timeMs: isTimed ? timeMs : null }
}

/** Asks all checks of the policy that the bucket has and of the one that it would have. */
export function runChecks({ checks, bucket, saved, draft, nowMs }: {
  readonly checks: readonly PolicyCheck[]
  readonly bucket: TriedBucket
  readonly saved: PolicyDocument | undefined
  readonly draft: PolicyDocument | undefined
  readonly nowMs: number
}): readonly CheckResult[] {
  return checks.map((check) => {
    const request = requestOf(check, nowMs)
    const before = request === undefined ? undefined : tryRequest(request, bucket, saved).decision.allowed
    const after = request === undefined ? undefined : tryRequest(request, bucket, draft).decision.allowed
    return { check, before, after, passes: after !== undefined && after === (check.expected === 'allowed'), changes: before !== after }
  })
}

function isAction(name: string): name is OssAction {
  return Object.hasOwn(actions, name)
}
