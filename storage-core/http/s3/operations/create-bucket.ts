import { putBucket } from '../../operations/put-bucket.ts'
import { asS3 } from '../s3-operation.ts'

/** CreateBucket. A location, when there is one, has to be the store's region, with or without `oss-`. */
export const createBucket = asS3(putBucket, { name: 'CreateBucket' })
