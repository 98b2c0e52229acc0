import { ossError } from '../../model/oss-error.ts'
import { changeObject } from '../change-object.ts'
import type { EngineDependencies } from '../dependencies.ts'
import { positionNotEqualToLength } from './append-object.ts'
import type { SealAppendObjectInput, SealAppendObjectOutput } from './kinds-engine.ts'

/**
 * Ends the growing of an object for good (OSS documentation, "SealAppendObject"). Sealing again answers the first time.
 * @throws OssError NoSuchBucket, NoSuchKey, ObjectNotAppendable, PositionNotEqualToLength
 */
export async function sealAppendObject(deps: EngineDependencies, input: SealAppendObjectInput): Promise<SealAppendObjectOutput> {
  const { bucket, key, position } = input
  let sealedMs = deps.clock.now()
  const version = await changeObject(
    deps,
    { bucket, key },
    (row) => {
      if (row.type !== 'Appendable') throw ossError('ObjectNotAppendable', { details: { Key: key } })
      if (row.sizeBytes !== position) throw positionNotEqualToLength(row.sizeBytes)
      sealedMs = row.sealedMs ?? sealedMs
      return { ...row, sealedMs }
    },
    { inTransaction: 'seal.in-transaction', committed: 'seal.committed' },
  )
  return { sealedMs, ...version }
}
