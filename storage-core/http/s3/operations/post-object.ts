import { postObject as ossPostObject } from '../../operations/post-object.ts'
import { asS3 } from '../s3-operation.ts'

/** PostObject. A form says in its fields whose names they have; this is for those sent to the hosts of S3. */
export const postObject = asS3(ossPostObject, { name: 'PostObject' })
