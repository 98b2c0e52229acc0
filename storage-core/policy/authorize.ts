import { ossError, type OssError } from '../model/oss-error.ts'
import { actions } from './actions.ts'
import type { Decision } from './decision.ts'
import { evaluate } from './evaluate.ts'
import type { AuthorizationRequest } from './request.ts'

/** @throws OssError AccessDenied, in OSS's words for the reason */
export function authorize(request: AuthorizationRequest): void {
  const decision = evaluate(request)
  if (!decision.allowed) throw refusal(request, decision)
}

/** OSS's words for a refusal, with its diagnostic code (OSS documentation, "Error codes", "03-ACCESS"). */
export function refusal(request: Pick<AuthorizationRequest, 'principal' | 'action'>, decision: Decision): OssError {
  const ec = refusalCause(decision)
  return ossError('AccessDenied', { message: refusalMessage(request, decision), ...(ec === undefined ? {} : { ec }) })
}

const byBucketPolicy = 'Access denied by bucket policy.'
const byAuthorizer = "Access denied by authorizer's policy."

function refusalMessage({ principal, action }: Pick<AuthorizationRequest, 'principal' | 'action'>, decision: Decision): string {
  const onObject = actions[action].scope === 'object'
  const { reason } = decision
  if (reason === 'explicit-deny') return decision.statement?.policy === 'bucket' ? byBucketPolicy : byAuthorizer
  if (reason === 'session-policy' || reason === 'no-policy-allows' || reason === 'trust-policy') return byAuthorizer
  if (reason === 'account-cannot-assume-role') return 'Roles may not be assumed by root accounts.'
  if (principal.kind === 'anonymous') return `Anonymous user has no right to access this ${onObject ? 'object' : 'bucket'}.`
  if (reason === 'management-by-stranger') {
    return onObject ? 'You have no right to access this object.' : 'The bucket you access does not belong to you.'
  }
  if (reason === 'public-access-blocked') return 'You have no right to access this object because of public access block.'
  return `You have no right to access this object because of ${reason === 'object-acl' ? 'object' : 'bucket'} acl.`
}

/** Undefined where the code of AccessDenied itself fits. */
function refusalCause({ reason, deniedBy = [] }: Decision): string | undefined {
  if (reason === 'no-policy-allows') return '0003-00000202'
  if (reason === 'session-policy') return '0003-00000301'
  if (reason !== 'explicit-deny') return undefined
  if (deniedBy.includes('session')) return '0003-00000301'
  if (!deniedBy.includes('bucket')) return '0003-00000201'
  return deniedBy.includes('identity') ? '0003-00000203' : '0003-00000101'
}
