import { changeObject } from '../change-object.ts'
import type { EngineDependencies } from '../dependencies.ts'
import { requestRestore } from './restore-rules.ts'
import type { RestoreObjectInput, RestoreObjectOutput } from './kinds-engine.ts'

/**
 * Makes an archived object readable for some days (OSS documentation, "RestoreObject"). The bytes are in place all the time;
 * what is recorded is from when until when they may be read, so no work is left to do that a crash could interrupt.
 * @throws OssError NoSuchBucket, NoSuchKey, NoSuchVersion, OperationNotSupported, RestoreAlreadyInProgress, MalformedXML
 */
export async function restoreObject(deps: EngineDependencies, input: RestoreObjectInput): Promise<RestoreObjectOutput> {
  let outcome: Pick<RestoreObjectOutput, 'isExtension' | 'tier'> = { isExtension: false }
  const version = await changeObject(
    deps,
    input,
    (row) => {
      const { restore, isExtension } = requestRestore(row, input, deps.clock.now())
      outcome = { isExtension, ...(restore.tier === undefined ? {} : { tier: restore.tier }) }
      return { ...row, restore }
    },
    { inTransaction: 'restore.in-transaction', committed: 'restore.committed' },
  )
  return { ...outcome, ...version }
}
