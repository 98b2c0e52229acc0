import { accessKeyActions } from '../ram/access-key-actions.ts'
import { accountActions } from '../ram/account-actions.ts'
import { attachmentActions } from '../ram/attachment-actions.ts'
import { lifecycleActions } from '../ram/lifecycle-actions.ts'
import { groupActions } from '../ram/group-actions.ts'
import { policyActions } from '../ram/policy-actions.ts'
import { roleActions } from '../ram/role-actions.ts'
import { userActions } from '../ram/user-actions.ts'
import { versionAuthorActions } from '../ram/version-author-actions.ts'
import { assumeRole } from '../sts/assume-role.ts'
import { getCallerIdentity } from '../sts/get-caller-identity.ts'
import type { RpcAction } from './rpc-action.ts'

/** Everything of RAM and STS that the endpoint can do; whatever is not here answers NotImplemented. */
export const rpcActions: readonly RpcAction[] = [
  ...accessKeyActions,
  ...accountActions,
  ...attachmentActions,
  ...groupActions,
  ...lifecycleActions,
  ...policyActions,
  ...roleActions,
  ...userActions,
  ...versionAuthorActions,
  assumeRole,
  getCallerIdentity,
]
