import { evaluateConditions } from './conditions.ts'
import { locateContent, openContent } from './content.ts'
import { type EngineDependencies, readMetadata } from './dependencies.ts'
import type { Assignable } from '../model/assignable.ts'
import { emptyBody } from './object-body.ts'
import type { GetObjectInput, GetObjectOutput } from './object-engine.ts'
import { resolveRange } from './ranges.ts'
import { readHead } from './head-object.ts'
import { locatePart, type LocatedPart } from './part-range.ts'
import { assertReadable } from './rows.ts'

const noPart: LocatedPart = {}

/**
 * An object and its bytes, for a link those of its target (OSS documentation, "GetObject"). The bytes are those of the row that was read, however the key
 * changes afterwards.
 * @throws OssError NoSuchBucket, NoSuchKey, NoSuchVersion, MethodNotAllowed, InvalidObjectState, PreconditionFailed, InvalidRange,
 * SymlinkTargetNotExist, InvalidTargetType, InternalError
 */
export async function getObject(deps: EngineDependencies, input: GetObjectInput): Promise<GetObjectOutput> {
  // In one turn, so that what was found stays readable: conditions, range and the place of the bytes need no waiting.
  const found = readMetadata(deps.metadata, (reader) => {
    const { row, shown } = readHead(reader, input, deps.clock.now())
    assertReadable(input.key, row, deps.clock.now())
    if (evaluateConditions(input.conditions, shown.head) === 'notModified') return { shown, located: undefined, part: noPart }
    if (input.partNumber !== undefined) {
      const part = locatePart(reader, row, input.partNumber)
      return { shown, located: locateContent(reader, row, part.range), part }
    }
    const range = input.range === undefined ? undefined : resolveRange(input.range, row.sizeBytes, input.rangeBehavior)
    return { shown, located: locateContent(reader, row, range), part: range === undefined ? noPart : { range } }
  })
  const { shown, located, part } = found
  const output: Assignable<GetObjectOutput> = { head: shown.head, notModified: located === undefined, body: emptyBody }
  if (shown.versionId !== undefined) output.versionId = shown.versionId
  if (shown.linkTarget !== undefined) output.linkTarget = shown.linkTarget
  if (part.range !== undefined) output.range = part.range
  if (part.partsCount !== undefined) output.partsCount = part.partsCount
  if (located !== undefined) output.body = await openContent(deps, located)
  return output
}
