import type { EngineDependencies } from '../dependencies.ts'
import {
  deleteAccountSetting,
  deleteBucketSetting,
  getAccountSetting,
  getBucketAccess,
  putAccountSetting,
  putBucketSetting,
} from './bucket-settings.ts'
import { deleteBucketTagging, putBucketTagging } from './bucket-tagging.ts'
import { abortBucketWorm, completeBucketWorm, extendBucketWorm, getBucketWorm, initiateBucketWorm } from './bucket-worm.ts'
import type { SettingsEngine } from './settings-engine.ts'

export function createSettingsEngine(deps: EngineDependencies): SettingsEngine {
  return {
    getBucketAccess: async (input) => getBucketAccess(deps, input),
    bucketRevision: () => deps.metadata.bucketRevision(),
    putBucketSetting: (input) => putBucketSetting(deps, input),
    deleteBucketSetting: (input) => deleteBucketSetting(deps, input),
    getAccountSetting: async (input) => getAccountSetting(deps, input),
    putAccountSetting: (input) => putAccountSetting(deps, input),
    deleteAccountSetting: (input) => deleteAccountSetting(deps, input),
    putBucketTagging: (input) => putBucketTagging(deps, input),
    deleteBucketTagging: (input) => deleteBucketTagging(deps, input),
    initiateBucketWorm: (input) => initiateBucketWorm(deps, input),
    abortBucketWorm: (input) => abortBucketWorm(deps, input),
    completeBucketWorm: (input) => completeBucketWorm(deps, input),
    extendBucketWorm: (input) => extendBucketWorm(deps, input),
    getBucketWorm: async (input) => getBucketWorm(deps, input),
  }
}
