import { getObject as ossGetObject } from '../../operations/get-object.ts'
import { asS3 } from '../s3-operation.ts'

export const getObject = asS3(ossGetObject, { name: 'GetObject' })
