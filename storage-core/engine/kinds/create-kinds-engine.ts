import type { EngineDependencies } from '../dependencies.ts'
import { appendObject } from './append-object.ts'
import { cleanRestoredObject } from './clean-restored-object.ts'
import { getSymlink } from './get-symlink.ts'
import type { KindsEngine } from './kinds-engine.ts'
import { putSymlink } from './put-symlink.ts'
import { restoreObject } from './restore-object.ts'
import { sealAppendObject } from './seal-append-object.ts'

export function createKindsEngine(deps: EngineDependencies): KindsEngine {
  return {
    putSymlink: (input) => putSymlink(deps, input),
    getSymlink: async (input) => getSymlink(deps, input),
    appendObject: (input) => appendObject(deps, input),
    sealAppendObject: (input) => sealAppendObject(deps, input),
    restoreObject: (input) => restoreObject(deps, input),
    cleanRestoredObject: (input) => cleanRestoredObject(deps, input),
  }
}
