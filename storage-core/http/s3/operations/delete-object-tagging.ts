import { deleteObjectTagging as ossDeleteObjectTagging } from '../../operations/delete-object-tagging.ts'
import { asS3 } from '../s3-operation.ts'

export const deleteObjectTagging = asS3(ossDeleteObjectTagging, { name: 'DeleteObjectTagging' })
