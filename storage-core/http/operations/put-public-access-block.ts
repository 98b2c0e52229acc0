import { operation } from '../operation.ts'
import { contentMd5 } from '../parse/body-headers.ts'
import { emptyReply } from '../reply.ts'
import { requireAccountId } from '../require-account.ts'
import { readPublicAccessBlock } from '../settings/public-access-block.ts'
import { readConfiguration } from '../xml-body.ts'

/** PutPublicAccessBlock: for all buckets of the account. */
export const putPublicAccessBlock = operation({
  name: 'PutPublicAccessBlock',
  match: { method: 'PUT', scope: 'service', subResource: 'publicAccessBlock' },
  action: 'oss:PutPublicAccessBlock',
  parse: (context) => ({ md5: contentMd5(context.headers), accountId: requireAccountId(context) }),
  async run(context, { md5, accountId }) {
    const value = readPublicAccessBlock(await readConfiguration(context, 'PublicAccessBlockConfiguration', { md5 }))
    await context.engine.putAccountSetting({ accountId, name: 'publicAccessBlock', value })
  },
  serialize: () => emptyReply(200),
})
