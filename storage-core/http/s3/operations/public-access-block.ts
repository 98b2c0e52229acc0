import { ossError } from '../../../model/oss-error.ts'
import { deleteBucketPublicAccessBlock } from '../../operations/delete-bucket-public-access-block.ts'
import { getBucketPublicAccessBlock } from '../../operations/get-bucket-public-access-block.ts'
import { putBucketPublicAccessBlock } from '../../operations/put-bucket-public-access-block.ts'
import { readConfiguration } from '../../xml-body.ts'
import { childFlag } from '../../xml/parse-xml.ts'
import { element } from '../../xml/write-xml.ts'
import { S3Error } from '../s3-error.ts'
import { asS3, s3Xml } from '../s3-operation.ts'

const root = 'PublicAccessBlockConfiguration'
const flags = ['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets'] as const

/** PutPublicAccessBlock. OSS blocks all that S3 tells apart or nothing: a mixture is refused. */
export const putPublicAccessBlock = asS3(putBucketPublicAccessBlock, {
  name: 'PutPublicAccessBlock',
  async run(context, input) {
    const document = await readConfiguration(context, root, input)
    const chosen = new Set(flags.map((flag) => childFlag(document, flag) ?? false))
    if (chosen.size > 1) {
      throw ossError('NotImplemented', { message: 'Public access can be blocked as a whole only: all four settings have to be the same.' })
    }
    await context.engine.putBucketSetting({ bucket: context.bucket, name: 'publicAccessBlock', value: { blockPublicAccess: chosen.has(true) } })
  },
})

export const getPublicAccessBlock = asS3(getBucketPublicAccessBlock, {
  name: 'GetPublicAccessBlock',
  serialize(_, setting) {
    if (setting === undefined) throw new S3Error('NoSuchPublicAccessBlockConfiguration')
    return s3Xml(root, flags.map((flag) => element(flag, setting.blockPublicAccess)).join(''))
  },
})

export const deletePublicAccessBlock = asS3(deleteBucketPublicAccessBlock, { name: 'DeletePublicAccessBlock' })
