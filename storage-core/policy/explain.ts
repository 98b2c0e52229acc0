import { actions } from './actions.ts'
import type { DecisionReason, Explanation, StageName, StatementReference, TraceStage } from './decision.ts'
import { decide, findStatements, policiesOf, type Found } from './evaluate.ts'
import { isPublicAcl } from './public-access.ts'
import type { AuthorizationRequest } from './request.ts'

/**
 * Decides as `evaluate` does, and tells the way to the decision: every stage in OSS's order, with all the statements that
 * matched there, also those that had no say any more. For showing; slower than `evaluate`.
 */
export function explain(request: AuthorizationRequest): Explanation {
  const found = findStatements(request)
  const decision = decide(request, found)
  const stages = stageNames.map((stage) => ({ stage, ...look(stage, request, found) }))
  const last = stages.findIndex(({ outcome }) => outcome === 'deny' || outcome === 'allow')
  return {
    decision,
    stages: stages.map((stage, index) => (last !== -1 && index > last ? { ...stage, outcome: 'skipped' as const } : stage)),
  }
}

const stageNames: readonly StageName[] = [
  'explicit-deny',
  'session-policy',
  'identity-policies',
  'bucket-policy',
  'owner',
  'block-public-access',
  'object-acl',
  'bucket-acl',
]

type Look = Pick<TraceStage, 'outcome' | 'statements'>

const empty: Look = { outcome: 'none', statements: [] }
const absent: Look = { outcome: 'skipped', statements: [] }

function look(stage: StageName, request: AuthorizationRequest, found: Found): Look {
  switch (stage) {
    case 'explicit-deny':
      return { outcome: found.denies.length > 0 ? 'deny' : 'none', statements: found.denies }
    case 'session-policy':
      if (found.sessionAllows === undefined) return absent
      // What the session policy allows is not allowed yet: the role has to be as well.
      return { outcome: found.sessionAllows.length === 0 ? 'deny' : 'none', statements: found.sessionAllows }
    case 'identity-policies':
      return policiesOf(request.principal).length === 0 ? absent : allows(found.identityAllows, found.narrowedIdentity)
    case 'bucket-policy':
      return request.bucket?.policy === undefined ? absent : allows(found.bucketAllows, found.narrowedBucket)
    case 'owner':
      return lookAtOwner(request)
    case 'block-public-access':
    case 'object-acl':
    case 'bucket-acl':
      return lookAtAcls(stage, request)
  }
}

function allows(counted: readonly StatementReference[], narrowed: readonly StatementReference[]): Look {
  if (counted.length > 0) return { outcome: 'allow', statements: [...counted, ...narrowed] }
  return narrowed.length > 0 ? { outcome: 'narrowed', statements: narrowed } : empty
}

function lookAtOwner(request: AuthorizationRequest): Look {
  const { reason } = decide(request, withoutPolicies)
  if (reason === 'bucket-owner' || reason === 'account-itself') return { outcome: 'allow', statements: [] }
  return acls.includes(reason) ? empty : { outcome: 'deny', statements: [] }
}

const acls: readonly DecisionReason[] = ['object-acl', 'bucket-acl', 'public-access-blocked']

const withoutPolicies: Found = {
  denies: [],
  sessionAllows: undefined,
  identityAllows: [],
  bucketAllows: [],
  narrowedIdentity: [],
  narrowedBucket: [],
}

function lookAtAcls(stage: 'block-public-access' | 'object-acl' | 'bucket-acl', request: AuthorizationRequest): Look {
  const { bucket, objectAcl = 'default' } = request
  const { scope, kind } = actions[request.action]
  if (bucket === undefined || scope !== 'object' || kind === 'manage') return absent
  const acl = objectAcl === 'default' ? bucket.acl : objectAcl
  if (stage === 'block-public-access') {
    if (bucket.blockPublicAccess !== true) return absent
    return { outcome: isPublicAcl(acl) ? 'deny' : 'none', statements: [] }
  }
  if (stage === 'object-acl' && objectAcl === 'default') return empty
  const isOpen = isPublicAcl(acl) && (kind === 'read' || acl === 'public-read-write')
  return { outcome: isOpen ? 'allow' : 'deny', statements: [] }
}
