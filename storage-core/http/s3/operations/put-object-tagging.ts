import { putObjectTagging as ossPutObjectTagging } from '../../operations/put-object-tagging.ts'
import { asS3 } from '../s3-operation.ts'

export const putObjectTagging = asS3(ossPutObjectTagging, { name: 'PutObjectTagging' })
