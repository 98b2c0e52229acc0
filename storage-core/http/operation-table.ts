import type { Operation } from './operation.ts'
import { abortMultipartUpload } from './operations/abort-multipart-upload.ts'
import { appendObject } from './operations/append-object.ts'
import { cleanRestoredObject } from './operations/clean-restored-object.ts'
import { completeMultipartUpload } from './operations/complete-multipart-upload.ts'
import { copyObject } from './operations/copy-object.ts'
import { deleteBucket } from './operations/delete-bucket.ts'
import { deleteMultipleObjects } from './operations/delete-multiple-objects.ts'
import { deleteObjectTagging } from './operations/delete-object-tagging.ts'
import { deleteObject } from './operations/delete-object.ts'
import { getBucketAcl } from './operations/get-bucket-acl.ts'
import { getBucketInfo } from './operations/get-bucket-info.ts'
import { getBucketLocation } from './operations/get-bucket-location.ts'
import { getBucketStat } from './operations/get-bucket-stat.ts'
import { getBucketVersioning } from './operations/get-bucket-versioning.ts'
import { getObjectAcl } from './operations/get-object-acl.ts'
import { getObjectMeta } from './operations/get-object-meta.ts'
import { getObjectTagging } from './operations/get-object-tagging.ts'
import { getObject } from './operations/get-object.ts'
import { getSymlink } from './operations/get-symlink.ts'
import { headObject } from './operations/head-object.ts'
import { initiateMultipartUpload } from './operations/initiate-multipart-upload.ts'
import { listBuckets } from './operations/list-buckets.ts'
import { listMultipartUploads } from './operations/list-multipart-uploads.ts'
import { listObjectVersions } from './operations/list-object-versions.ts'
import { listObjectsV2 } from './operations/list-objects-v2.ts'
import { listObjects } from './operations/list-objects.ts'
import { listParts } from './operations/list-parts.ts'
import { postObject } from './operations/post-object.ts'
import { putBucketAcl } from './operations/put-bucket-acl.ts'
import { putBucketVersioning } from './operations/put-bucket-versioning.ts'
import { putBucket } from './operations/put-bucket.ts'
import { putObjectAcl } from './operations/put-object-acl.ts'
import { putObjectTagging } from './operations/put-object-tagging.ts'
import { putObject } from './operations/put-object.ts'
import { putSymlink } from './operations/put-symlink.ts'
import { restoreObject } from './operations/restore-object.ts'
import { sealAppendObject } from './operations/seal-append-object.ts'
import { uploadPartCopy } from './operations/upload-part-copy.ts'
import { uploadPart } from './operations/upload-part.ts'

/** Everything the endpoint can do. One file each under `operations/`; whatever is not here answers NotImplemented. */
export const operations: readonly Operation[] = [
  abortMultipartUpload,
  appendObject,
  cleanRestoredObject,
  completeMultipartUpload,
  copyObject,
  deleteBucket,
  deleteMultipleObjects,
  deleteObject,
  deleteObjectTagging,
  getBucketAcl,
  getBucketInfo,
  getBucketLocation,
  getBucketStat,
  getBucketVersioning,
  getObject,
  getObjectAcl,
  getObjectMeta,
  getObjectTagging,
  getSymlink,
  headObject,
  initiateMultipartUpload,
  listBuckets,
  listMultipartUploads,
  listObjects,
  listObjectsV2,
  listObjectVersions,
  listParts,
  postObject,
  putBucket,
  putBucketAcl,
  putBucketVersioning,
  putObject,
  putObjectAcl,
  putObjectTagging,
  putSymlink,
  restoreObject,
  sealAppendObject,
  uploadPart,
  uploadPartCopy,
]
