import { deleteObject as ossDeleteObject } from '../../operations/delete-object.ts'
import { asS3 } from '../s3-operation.ts'

export const deleteObject = asS3(ossDeleteObject, { name: 'DeleteObject' })
