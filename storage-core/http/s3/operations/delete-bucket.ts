import { deleteBucket as ossDeleteBucket } from '../../operations/delete-bucket.ts'
import { asS3 } from '../s3-operation.ts'

export const deleteBucket = asS3(ossDeleteBucket, { name: 'DeleteBucket' })
