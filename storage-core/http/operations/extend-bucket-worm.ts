import { queryValue } from '../../signature/request.ts'
import { operation } from '../operation.ts'
import { contentMd5 } from '../parse/body-headers.ts'
import { emptyReply } from '../reply.ts'
import { readRetentionPeriod } from '../settings/worm-configuration.ts'
import { readConfiguration } from '../xml-body.ts'

/** ExtendBucketWorm: makes a locked policy longer. */
export const extendBucketWorm = operation({
  name: 'ExtendBucketWorm',
  match: { method: 'POST', scope: 'bucket', subResource: 'wormExtend', companions: ['wormId'] },
  action: 'oss:ExtendBucketWorm',
  parse: ({ headers, query }) => ({ md5: contentMd5(headers), wormId: queryValue(query, 'wormId') ?? '' }),
  async run(context, { md5, wormId }) {
    const retentionPeriodDays = readRetentionPeriod(await readConfiguration(context, 'ExtendWormConfiguration', { md5 }))
    await context.engine.extendBucketWorm({ bucket: context.bucket, wormId, retentionPeriodDays })
  },
  serialize: () => emptyReply(200),
})
