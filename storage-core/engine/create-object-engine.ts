import { copyObject } from './copy-object.ts'
import { deleteBucket } from './delete-bucket.ts'
import { deleteMultipleObjects } from './delete-multiple-objects.ts'
import { deleteObjectTagging } from './delete-object-tagging.ts'
import { deleteObject } from './delete-object.ts'
import type { EngineDependencies } from './dependencies.ts'
import type { Engine } from './engine.ts'
import { getBucketInfo } from './get-bucket-info.ts'
import { getBucketStat } from './get-bucket-stat.ts'
import { getObjectAcl } from './get-object-acl.ts'
import { getObjectTagging } from './get-object-tagging.ts'
import { getObject } from './get-object.ts'
import { headObject } from './head-object.ts'
import { createKindsEngine } from './kinds/create-kinds-engine.ts'
import { listBuckets } from './list-buckets.ts'
import { listObjectVersions } from './list-object-versions.ts'
import { listObjects } from './list-objects.ts'
import { listVersionAuthors } from './list-version-authors.ts'
import { createMultipartEngine } from './multipart/create-multipart-engine.ts'
import { putBucketAcl } from './put-bucket-acl.ts'
import { putBucketVersioning } from './put-bucket-versioning.ts'
import { putBucket } from './put-bucket.ts'
import { putObjectAcl } from './put-object-acl.ts'
import { putObjectTagging } from './put-object-tagging.ts'
import { putObject } from './put-object.ts'
import { createSettingsEngine } from './settings/create-settings-engine.ts'

/** The engine over two open stores. It owns neither: whoever opened them closes them. */
export function createObjectEngine(deps: EngineDependencies): Engine {
  return {
    listBuckets: async (input) => listBuckets(deps, input),
    putBucket: (input) => putBucket(deps, input),
    deleteBucket: (input) => deleteBucket(deps, input),
    getBucketInfo: async (input) => getBucketInfo(deps, input),
    getBucketStat: async (input) => getBucketStat(deps, input),
    putObject: (input) => putObject(deps, input),
    getObject: (input) => getObject(deps, input),
    headObject: async (input) => headObject(deps, input),
    deleteObject: (input) => deleteObject(deps, input),
    deleteMultipleObjects: (input) => deleteMultipleObjects(deps, input),
    copyObject: (input) => copyObject(deps, input),
    listObjects: async (input) => listObjects(deps, input),
    listObjectVersions: async (input) => listObjectVersions(deps, input),
    listVersionAuthors: async (input) => listVersionAuthors(deps, input),
    putBucketVersioning: (input) => putBucketVersioning(deps, input),
    putBucketAcl: (input) => putBucketAcl(deps, input),
    putObjectAcl: (input) => putObjectAcl(deps, input),
    getObjectAcl: async (input) => getObjectAcl(deps, input),
    putObjectTagging: (input) => putObjectTagging(deps, input),
    getObjectTagging: async (input) => getObjectTagging(deps, input),
    deleteObjectTagging: (input) => deleteObjectTagging(deps, input),
    ...createMultipartEngine(deps),
    ...createKindsEngine(deps),
    ...createSettingsEngine(deps),
  }
}
