import { operation } from '../operation.ts'
import { emptyReply } from '../reply.ts'
import { requireAccountId } from '../require-account.ts'

/** DeletePublicAccessBlock. Fine when there is none. */
export const deletePublicAccessBlock = operation({
  name: 'DeletePublicAccessBlock',
  match: { method: 'DELETE', scope: 'service', subResource: 'publicAccessBlock' },
  action: 'oss:DeletePublicAccessBlock',
  parse: (context) => ({ accountId: requireAccountId(context) }),
  run: ({ engine }, { accountId }) => engine.deleteAccountSetting({ accountId, name: 'publicAccessBlock' }),
  serialize: () => emptyReply(204),
})
