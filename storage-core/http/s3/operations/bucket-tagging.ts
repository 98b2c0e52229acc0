import { deleteBucketTags } from '../../operations/delete-bucket-tags.ts'
import { getBucketTags } from '../../operations/get-bucket-tags.ts'
import { putBucketTags } from '../../operations/put-bucket-tags.ts'
import { emptyReply } from '../../reply.ts'
import { S3Error } from '../s3-error.ts'
import { asS3, s3Xml } from '../s3-operation.ts'
import { tagSetXml } from '../tag-set-xml.ts'

export const putBucketTagging = asS3(putBucketTags, { name: 'PutBucketTagging', serialize: () => emptyReply(204) })

/** GetBucketTagging. A bucket without tags is an error. */
export const getBucketTagging = asS3(getBucketTags, {
  name: 'GetBucketTagging',
  serialize(_, tags) {
    if (Object.keys(tags).length === 0) throw new S3Error('NoSuchTagSet')
    return s3Xml('Tagging', tagSetXml(tags))
  },
})

/** DeleteBucketTagging: always all of them. */
export const deleteBucketTagging = asS3(deleteBucketTags, { name: 'DeleteBucketTagging', parse: () => ({}) })
