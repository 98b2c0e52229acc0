import type { Account } from '../../engine/identities/identity-engine.ts'
import type { RpcAction, RpcCall } from '../rpc/rpc-action.ts'
import { ramVersion as version } from '../rpc/rpc-action.ts'
import { type RpcObject, rpcTime } from '../rpc/rpc-answer.ts'
import { keyObject } from './access-key-actions.ts'
import { changing, listing } from './action-shapes.ts'

function accountObject({ accountId, displayName, createdMs, isOwn }: Account): RpcObject {
  return { AccountId: accountId, DisplayName: displayName, IsOwn: isOwn, CreateDate: rpcTime(createdMs) }
}

const resource = ({ parameters }: RpcCall): string => `account/${parameters.required('AccountId')}`
// The keys of the own account are what they are everywhere, whatever the action is called.
const keyResource = (call: RpcCall): string => (call.parameters.required('AccountId') === call.accountId ? 'root' : resource(call))
const holderOf = ({ parameters }: RpcCall) => ({ accountId: parameters.required('AccountId') })
const keyOf = (call: RpcCall) => ({ ...holderOf(call), accessKeyId: call.parameters.required('UserAccessKeyId') })

/**
 * Further accounts of the store, so that grants across accounts can be tried out. RAM has no such actions: an account of
 * Alibaba Cloud is made by signing up.
 */
export const accountActions: readonly RpcAction[] = [
  {
    name: 'CreateAccount',
    version,
    ofStore: true,
    resource: () => 'account/*',
    async run({ identities, parameters }) {
      const { account, accessKey } = await identities.accounts.create({ displayName: parameters.required('DisplayName') })
      const { accessKeyId, accessKeySecret, status, createdMs } = accessKey
      return {
        Account: accountObject(account),
        AccessKey: { AccessKeyId: accessKeyId, AccessKeySecret: accessKeySecret, Status: status, CreateDate: rpcTime(createdMs) },
      }
    },
  },
  {
    ...listing('ListAccounts', () => 'account/*', {
      plural: 'Accounts',
      singular: 'Account',
      all: ({ identities }) => identities.accounts.list(),
      nameOf: (account) => account.accountId,
      show: accountObject,
    }),
    ofStore: true,
  },
  {
    ...changing('DeleteAccount', resource, (call) => call.identities.accounts.remove(holderOf(call))),
    ofStore: true,
  },
  // Whoever lost the keys of an account that was made to try things out gets others here.
  {
    name: 'CreateAccountAccessKey',
    version,
    ofStore: true,
    resource: keyResource,
    async run(call) {
      const key = await call.identities.accessKeys.create(holderOf(call))
      return { AccessKey: { ...keyObject(key), AccessKeySecret: key.accessKeySecret } }
    },
  },
  {
    name: 'ListAccountAccessKeys',
    version,
    ofStore: true,
    resource: keyResource,
    run: (call) => ({ AccessKeys: { AccessKey: call.identities.accessKeys.list(holderOf(call)).map(keyObject) } }),
  },
  {
    ...changing('UpdateAccountAccessKey', keyResource, (call) => {
      call.parameters.required('Status')
      const status = call.parameters.choice('Status', ['Active', 'Inactive']) ?? 'Active'
      return call.identities.accessKeys.setStatus({ ...keyOf(call), status })
    }),
    ofStore: true,
  },
  { ...changing('DeleteAccountAccessKey', keyResource, (call) => call.identities.accessKeys.remove(keyOf(call))), ofStore: true },
]
