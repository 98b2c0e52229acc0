import { putBucketVersioning as ossPutBucketVersioning } from '../../operations/put-bucket-versioning.ts'
import { asS3 } from '../s3-operation.ts'

export const putBucketVersioning = asS3(ossPutBucketVersioning, { name: 'PutBucketVersioning' })
