import { operation } from '../operation.ts'
import { xmlReply } from '../reply.ts'
import { wormConfigurationXml } from '../settings/worm-configuration.ts'

/** GetBucketWorm. A policy that lapsed is none. */
export const getBucketWorm = operation({
  name: 'GetBucketWorm',
  match: { method: 'GET', scope: 'bucket', subResource: 'worm' },
  action: 'oss:GetBucketWorm',
  parse: () => undefined,
  run: ({ engine, bucket }) => engine.getBucketWorm({ bucket }),
  serialize: (_, worm) => xmlReply(wormConfigurationXml(worm)),
})
