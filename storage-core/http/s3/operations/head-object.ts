import { headObject as ossHeadObject } from '../../operations/head-object.ts'
import { asS3 } from '../s3-operation.ts'

export const headObject = asS3(ossHeadObject, { name: 'HeadObject' })
