import { restoreObject as ossRestoreObject } from '../../operations/restore-object.ts'
import { asS3 } from '../s3-operation.ts'

export const restoreObject = asS3(ossRestoreObject, { name: 'RestoreObject' })
