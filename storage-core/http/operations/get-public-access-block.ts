import { operation } from '../operation.ts'
import { xmlReply } from '../reply.ts'
import { requireAccountId } from '../require-account.ts'
import { publicAccessBlockXml } from '../settings/public-access-block.ts'

/** GetPublicAccessBlock. Off unless something was put. */
export const getPublicAccessBlock = operation({
  name: 'GetPublicAccessBlock',
  match: { method: 'GET', scope: 'service', subResource: 'publicAccessBlock' },
  action: 'oss:GetPublicAccessBlock',
  parse: (context) => ({ accountId: requireAccountId(context) }),
  run: ({ engine }, { accountId }) => engine.getAccountSetting({ accountId, name: 'publicAccessBlock' }),
  serialize: (_, setting) => xmlReply(publicAccessBlockXml(setting)),
})
