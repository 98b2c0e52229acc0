import { operation } from '../operation.ts'
import { xmlReply } from '../reply.ts'
import { requireRules } from '../require-bucket.ts'
import { defaultReferer, refererConfigurationXml } from '../settings/referer-configuration.ts'

/** GetBucketReferer. A bucket without a configuration answers the default one. */
export const getBucketReferer = operation({
  name: 'GetBucketReferer',
  match: { method: 'GET', scope: 'bucket', subResource: 'referer' },
  action: 'oss:GetBucketReferer',
  parse: () => undefined,
  run: async (context) => requireRules(context).settings.referer ?? defaultReferer,
  serialize: (_, referer) => xmlReply(refererConfigurationXml(referer)),
})
