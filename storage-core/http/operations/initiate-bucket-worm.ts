import { operation } from '../operation.ts'
import { contentMd5 } from '../parse/body-headers.ts'
import { emptyReply } from '../reply.ts'
import { readRetentionPeriod } from '../settings/worm-configuration.ts'
import { readConfiguration } from '../xml-body.ts'

/** InitiateBucketWorm. The policy lapses after 24 hours unless it is locked. */
export const initiateBucketWorm = operation({
  name: 'InitiateBucketWorm',
  match: { method: 'POST', scope: 'bucket', subResource: 'worm' },
  action: 'oss:InitiateBucketWorm',
  parse: ({ headers }) => ({ md5: contentMd5(headers) }),
  async run(context, input) {
    const retentionPeriodDays = readRetentionPeriod(await readConfiguration(context, 'InitiateWormConfiguration', input))
    return context.engine.initiateBucketWorm({ bucket: context.bucket, retentionPeriodDays })
  },
  serialize: (_, { wormId }) => emptyReply(200, ['x-oss-worm-id', wormId]),
})
