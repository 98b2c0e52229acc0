import { deleteBucketLifecycle as ossDeleteBucketLifecycle } from '../../operations/delete-bucket-lifecycle.ts'
import { getBucketLifecycle } from '../../operations/get-bucket-lifecycle.ts'
import { putBucketLifecycle } from '../../operations/put-bucket-lifecycle.ts'
import { readConfiguration } from '../../xml-body.ts'
import { readS3Lifecycle } from '../lifecycle/read-s3-lifecycle.ts'
import { s3RulesXml } from '../lifecycle/s3-lifecycle-xml.ts'
import { asS3, s3Xml } from '../s3-operation.ts'

export const putBucketLifecycleConfiguration = asS3(putBucketLifecycle, {
  name: 'PutBucketLifecycleConfiguration',
  async run(context, { md5 }) {
    const value = readS3Lifecycle(await readConfiguration(context, 'LifecycleConfiguration', { md5 }))
    await context.engine.putBucketSetting({ bucket: context.bucket, name: 'lifecycle', value })
  },
})

export const getBucketLifecycleConfiguration = asS3(getBucketLifecycle, {
  name: 'GetBucketLifecycleConfiguration',
  serialize: (_, { rules }) => s3Xml('LifecycleConfiguration', s3RulesXml(rules)),
})

export const deleteBucketLifecycle = asS3(ossDeleteBucketLifecycle, { name: 'DeleteBucketLifecycle' })
