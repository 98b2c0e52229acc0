import type { AccessKeySummary, KeyHolderName } from '../../engine/identities/identity-engine.ts'
import { ramError } from '../../model/ram-error.ts'
import type { RpcAction, RpcCall } from '../rpc/rpc-action.ts'
import { ramVersion as version } from '../rpc/rpc-action.ts'
import { type RpcObject, rpcTime } from '../rpc/rpc-answer.ts'
import { changing } from './action-shapes.ts'

/** Without a UserName an identity acts on its own keys: an account on the account's, a user on its own. */
function holderOf({ accountId, parameters, sender }: RpcCall): KeyHolderName {
  const userName = parameters.optional('UserName')
  if (userName !== undefined) return { accountId, userName }
  const { principal } = sender
  if (principal.kind === 'account') return { accountId }
  if (principal.kind === 'user') return { accountId, userName: principal.userName }
  throw ramError('MissingParameter', 'UserName is mandatory for this action.')
}

function resource(call: RpcCall): string {
  const { userName } = holderOf(call)
  return userName === undefined ? 'root' : `user/${userName}`
}

export function keyObject({ accessKeyId, status, createdMs }: AccessKeySummary): RpcObject {
  return { AccessKeyId: accessKeyId, Status: status, CreateDate: rpcTime(createdMs) }
}

/** Key pairs of users, and of the account (RAM documentation, "AccessKey management"). A secret is shown once, when it is made. */
export const accessKeyActions: readonly RpcAction[] = [
  {
    name: 'CreateAccessKey',
    version,
    resource,
    async run(call) {
      const key = await call.identities.accessKeys.create(holderOf(call))
      return { AccessKey: { ...keyObject(key), AccessKeySecret: key.accessKeySecret } }
    },
  },
  {
    name: 'ListAccessKeys',
    version,
    resource,
    run: (call) => ({ AccessKeys: { AccessKey: call.identities.accessKeys.list(holderOf(call)).map(keyObject) } }),
  },
  changing('UpdateAccessKey', resource, (call) => {
    const { parameters } = call
    const accessKeyId = parameters.required('UserAccessKeyId')
    parameters.required('Status')
    const status = parameters.choice('Status', ['Active', 'Inactive']) ?? 'Active'
    return call.identities.accessKeys.setStatus({ ...holderOf(call), accessKeyId, status })
  }),
  changing('DeleteAccessKey', resource, (call) =>
    call.identities.accessKeys.remove({ ...holderOf(call), accessKeyId: call.parameters.required('UserAccessKeyId') }),
  ),
]
