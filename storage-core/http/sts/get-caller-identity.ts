import { type RpcAction, type SignedIdentity, stsVersion as version } from '../rpc/rpc-action.ts'
import type { RpcObject } from '../rpc/rpc-answer.ts'

/** Whose the key pair is that signed (STS documentation, "GetCallerIdentity"). Everybody may ask. */
export const getCallerIdentity: RpcAction = {
  name: 'GetCallerIdentity',
  version,
  run: ({ sender }) => callerObject(sender),
}

function callerObject({ owner, principal }: SignedIdentity): RpcObject {
  const AccountId = owner.id
  switch (principal.kind) {
    case 'user':
      return {
        IdentityType: 'RAMUser', AccountId, PrincipalId: principal.userId, UserId: principal.userId,
        Arn: `acs:ram::${AccountId}:user/${principal.userName}`,
      }
    case 'role':
      return {
        IdentityType: 'AssumedRoleUser', AccountId, PrincipalId: `${principal.roleId}:${principal.sessionName}`, RoleId: principal.roleId,
        Arn: `acs:ram::${AccountId}:assumed-role/${principal.roleName}/${principal.sessionName}`,
      }
    case 'account':
    case 'anonymous':
      return { IdentityType: 'Account', AccountId, PrincipalId: AccountId, Arn: `acs:ram::${AccountId}:root` }
  }
}
