import { deleteBucketCors as ossDeleteBucketCors } from '../../operations/delete-bucket-cors.ts'
import { getBucketCors as ossGetBucketCors } from '../../operations/get-bucket-cors.ts'
import { putBucketCors as ossPutBucketCors } from '../../operations/put-bucket-cors.ts'
import { corsRulesXml } from '../../settings/cors-configuration.ts'
import { asS3, s3Xml } from '../s3-operation.ts'

/** PutBucketCors. The names that S3 lets rules have are not kept. */
export const putBucketCors = asS3(ossPutBucketCors, { name: 'PutBucketCors' })

export const getBucketCors = asS3(ossGetBucketCors, {
  name: 'GetBucketCors',
  serialize: (_, { rules }) => s3Xml('CORSConfiguration', corsRulesXml(rules)),
})

export const deleteBucketCors = asS3(ossDeleteBucketCors, { name: 'DeleteBucketCors' })
