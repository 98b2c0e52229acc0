import { rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { isOssError } from '../../model/oss-error.ts'
import { bodyFor, seedOf } from './crash-plan.ts'
import { openDiskEngine } from './disk-engine.ts'
import { bodyOf, owner, putInput, readBody } from './engine-fixture.ts'

/** What a store went through on a disk that filled up. */
export interface FullDiskReport {
  /** Writes acknowledged before the first refusal, while the disk was full, and after there was room again. */
  readonly acknowledged: { readonly before: number; readonly meanwhile: number; readonly after: number }
  /** Each kind of refusal: OSS's code and the system's. */
  readonly refusals: readonly string[]
  /** What fsck said while the disk was full, and at the end. */
  readonly problems: readonly string[]
  /** Acknowledged objects that could not be read, by when that was found. */
  readonly lost: readonly string[]
}

const [directory = '', bodyText = ''] = process.argv.slice(2)
const bodyBytes = Number(bodyText)
const bucket = 'bucket'
const writers = 8

/** The first code of the system's below an error. */
function systemCode(error: unknown): string {
  for (let at = error; at instanceof Error; at = at.cause) if (!isOssError(at) && 'code' in at) return String(at.code)
  return 'none'
}

/** Runs on a small disk of its own: fills it, looks at what is left, makes room, and goes on. */
async function fillDisk(): Promise<FullDiskReport> {
  const ballast = path.join(directory, 'ballast')
  await writeFile(ballast, Buffer.alloc(4 * 1024 ** 2, 1))
  const disk = await openDiskEngine(path.join(directory, 'data'))
  const { engine } = disk
  await engine.putBucket({ bucket, owner, region: 'cn-hangzhou' })
  const kept = new Set<number>()
  const refusals = new Set<string>()
  const problems: string[] = []
  const lost: string[] = []
  let seed = 0

  const put = async (): Promise<boolean> => {
    seed += 1
    const own = seed
    try {
      await engine.putObject(putInput(`k${own}`, '', { bucket, body: bodyOf(bodyFor(own, bodyBytes)) }))
      kept.add(own)
      return true
    } catch (error) {
      refusals.add(`${isOssError(error) ? error.code : String(error)} ${systemCode(error)}`)
      return false
    }
  }
  const putMany = async (count: number): Promise<number> => (await Promise.all(Array.from({ length: count }, put))).filter(Boolean).length
  const look = async (when: string) => {
    for (const each of kept) {
      try {
        const { body } = await engine.getObject({ bucket, key: `k${each}`, conditions: {}, rangeBehavior: 'standard' })
        if (seedOf(await readBody(body)) !== each) lost.push(`${when}: k${each} has other bytes`)
      } catch (error) {
        lost.push(`${when}: k${each} ${String(error)}`)
      }
    }
    const { objectCount } = await engine.getBucketStat({ bucket })
    if (objectCount !== kept.size) lost.push(`${when}: ${objectCount} objects are counted, ${kept.size} were acknowledged`)
    for (const problem of (await disk.check()).problems) problems.push(`${when}: ${problem.kind} ${problem.detail}`)
  }

  let before = 0
  // Far more than would fit; whether it was filled is seen by the refusals.
  for (let round = 0; round < 1000 && refusals.size === 0; round++) before += await putMany(writers)
  let meanwhile = 0
  for (let round = 0; round < 20; round++) meanwhile += await putMany(writers)
  await look('full')
  await rm(ballast)
  const after = await putMany(50)
  await look('afterwards')
  await disk.close()
  const again = await openDiskEngine(path.join(directory, 'data'))
  if ((await again.engine.getBucketStat({ bucket })).objectCount !== kept.size) lost.push('reopened: another number of objects')
  await again.close()
  return { acknowledged: { before, meanwhile, after }, refusals: [...refusals], problems, lost }
}

process.stdout.write(`${JSON.stringify(await fillDisk())}\n`)
