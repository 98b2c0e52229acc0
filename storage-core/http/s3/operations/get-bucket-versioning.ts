import { getBucketVersioning as ossGetBucketVersioning } from '../../operations/get-bucket-versioning.ts'
import { optionalElement } from '../../xml/write-xml.ts'
import { asS3, s3Xml } from '../s3-operation.ts'

/** GetBucketVersioning. */
export const getBucketVersioning = asS3(ossGetBucketVersioning, {
  name: 'GetBucketVersioning',
  serialize: (_, { versioning }) => s3Xml('VersioningConfiguration', optionalElement('Status', versioning)),
})
