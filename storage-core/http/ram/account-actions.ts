import type { Account } from '../../engine/identities/identity-engine.ts'
import type { RpcAction } from '../rpc/rpc-action.ts'
import { ramVersion as version } from '../rpc/rpc-action.ts'
import { type RpcObject, rpcTime } from '../rpc/rpc-answer.ts'
import { changing, listing } from './action-shapes.ts'

function accountObject({ accountId, displayName, createdMs, isOwn }: Account): RpcObject {
  return { AccountId: accountId, DisplayName: displayName, IsOwn: isOwn, CreateDate: rpcTime(createdMs) }
}

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
    ...changing('DeleteAccount', ({ parameters }) => `account/${parameters.required('AccountId')}`, ({ identities, parameters }) =>
      identities.accounts.remove({ accountId: parameters.required('AccountId') }),
    ),
    ofStore: true,
  },
]
