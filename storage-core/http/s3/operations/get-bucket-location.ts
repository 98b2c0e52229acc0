import { getBucketLocation as ossGetBucketLocation } from '../../operations/get-bucket-location.ts'
import { escapeXml } from '../../xml/write-xml.ts'
import { asS3, s3Xml } from '../s3-operation.ts'

/** GetBucketLocation: the region as signatures name it, without OSS's `oss-`. */
export const getBucketLocation = asS3(ossGetBucketLocation, {
  name: 'GetBucketLocation',
  serialize: (_, { region }) => s3Xml('LocationConstraint', escapeXml(region)),
})
