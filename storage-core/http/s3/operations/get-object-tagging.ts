import { getObjectTagging as ossGetObjectTagging } from '../../operations/get-object-tagging.ts'
import { versionHeader } from '../../version-header.ts'
import { asS3, s3Xml } from '../s3-operation.ts'
import { tagSetXml } from '../tag-set-xml.ts'

/** GetObjectTagging. */
export const getObjectTagging = asS3(ossGetObjectTagging, {
  name: 'GetObjectTagging',
  serialize: (_, output) => s3Xml('Tagging', tagSetXml(output.tags), versionHeader(output)),
})
