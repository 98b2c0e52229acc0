import { describe, expect, it } from 'vitest'
import { kindFailpoints } from '../dependencies.ts'
import { bodyFor, type PlannedOperation } from '../test-support/crash-plan.ts'
import { crashCases, type CrashScenario, useCrashRig, withDiskEngine } from '../test-support/crash-rig.ts'
import type { DiskEngine } from '../test-support/disk-engine.ts'
import { readBody } from '../test-support/engine-fixture.ts'

const rig = useCrashRig()
const small = 1000
const large = 200_000
type Piece = readonly [seed: number, sizeBytes: number]
const bytesOf = (...pieces: readonly Piece[]) => Buffer.concat(pieces.map(([seed, sizeBytes]) => bodyFor(seed, sizeBytes)))

/** All that a restart could show differently, as short text. */
async function shown({ engine }: DiskEngine, key: string, expected: Buffer | undefined): Promise<string> {
  const page = await engine.listObjects({ bucket: 'bucket', prefix: key, delimiter: '', after: '', maxKeys: 10 })
  const [entry] = page.entries
  if (entry?.kind !== 'object') return 'nothing'
  const { type, storageClass, restore } = entry.head
  if (type === 'Symlink') return `link to ${(await engine.getSymlink({ bucket: 'bucket', key })).target}`
  if (storageClass === 'Archive') return restore === undefined ? 'archived' : 'being restored'
  const { head, body } = await engine.getObject({ bucket: 'bucket', key, conditions: {}, rangeBehavior: 'standard' })
  const bytes = await readBody(body)
  const whole = expected === undefined || bytes.equals(expected.subarray(0, bytes.length)) ? 'right' : 'wrong'
  return `${type} ${bytes.length} ${whole} bytes${head.sealedMs === undefined ? '' : ', sealed'}`
}

interface Scenario extends CrashScenario<string> {
  readonly expected?: Buffer
}

const append = (position: number, [seed, sizeBytes]: Piece): PlannedOperation => ({ kind: 'append', key: 'k', position, seed, sizeBytes })
const appendFailpoints: Scenario['failpoints'] = {
  'append.staged': 'old',
  'append.published': 'old',
  'append.in-transaction': 'old',
  'append.committed': 'new',
  'append.released': 'new',
}

/** `lengths` are appended one after the other; the process dies in the last call. */
function appendScenario(lengths: readonly number[]): Scenario {
  const pieces = lengths.map((sizeBytes, index): Piece => [index + 1, sizeBytes])
  const positions = lengths.map((_, index) => lengths.slice(0, index).reduce((sum, length) => sum + length, 0))
  const calls = pieces.map((piece, index) => append(positions[index] ?? 0, piece))
  const last = calls.at(-1) ?? append(0, [1, small])
  const oldLength = positions.at(-1) ?? 0
  return {
    name: `an append of ${lengths.at(-1)} bytes to ${lengths.slice(0, -1).join(' + ') || 'nothing'}`,
    before: calls.slice(0, -1),
    operation: last,
    expected: bytesOf(...pieces),
    old: lengths.length === 1 ? 'nothing' : `Appendable ${oldLength} right bytes`,
    new: `Appendable ${oldLength + (lengths.at(-1) ?? 0)} right bytes`,
    failpoints: appendFailpoints,
    writesFile: (lengths.at(-1) ?? 0) >= large,
  }
}

const scenarios: readonly Scenario[] = [
  appendScenario([small]),
  appendScenario([large]),
  appendScenario([small, small]),
  appendScenario([small, large]),
  appendScenario([large, small, large]),
  {
    name: 'a link over an object',
    before: [{ kind: 'put', key: 'k', seed: 1, sizeBytes: large }],
    operation: { kind: 'symlink', key: 'k', target: 'elsewhere' },
    old: `Normal ${large} right bytes`,
    new: 'link to elsewhere',
    failpoints: { 'symlink.in-transaction': 'old', 'symlink.committed': 'new' },
  },
  {
    name: 'a seal',
    before: [append(0, [1, small])],
    operation: { kind: 'seal', key: 'k', position: small },
    old: `Appendable ${small} right bytes`,
    new: `Appendable ${small} right bytes, sealed`,
    failpoints: { 'seal.in-transaction': 'old', 'seal.committed': 'new' },
  },
  {
    name: 'a restore',
    before: [{ kind: 'put-archived', key: 'k', seed: 1, sizeBytes: large }],
    operation: { kind: 'restore', key: 'k' },
    old: 'archived',
    new: 'being restored',
    failpoints: { 'restore.in-transaction': 'old', 'restore.committed': 'new' },
  },
]
const cases = crashCases(scenarios)

describe('a process killed while it appends, links, seals or restores', () => {
  it('is tested at every failpoint there is', () => {
    expect(new Set(cases.map(({ failpoint }) => failpoint))).toEqual(new Set(kindFailpoints))
  })

  it.each(cases)('at $failpoint of $name shows the $state state after a restart', async (each) => {
    await rig.expectAfterCrash(each, (store) => shown(store, 'k', each.scenario.expected))
  })

  it('at any moment of many appends keeps every acknowledged byte, in order', async () => {
    const dataFolder = await rig.newDataFolder()
    const lengths = Array.from({ length: 60 }, (_, i) => (i % 7 === 3 ? 40_000 : 500 + i))
    const pieces = lengths.map((sizeBytes, index): Piece => [index + 1, sizeBytes])
    const ends = lengths.map((_, index) => lengths.slice(0, index + 1).reduce((sum, length) => sum + length, 0))
    const operations = pieces.map((piece, index) => append((ends[index] ?? 0) - piece[1], piece))
    const run = await rig.run({ dataFolder, before: [], operations, workers: 1 }, { killAfterAcknowledged: 25 })
    expect(run).toMatchObject({ signal: 'SIGKILL', errorOutput: '' })
    await withDiskEngine(dataFolder, async (store) => {
      const { body } = await store.engine.getObject({ bucket: 'bucket', key: 'k', conditions: {}, rangeBehavior: 'standard' })
      const bytes = await readBody(body)
      expect(bytes.equals(bytesOf(...pieces).subarray(0, bytes.length))).toBe(true)
      // The call that was under way may have been committed before it could be acknowledged.
      expect([ends[run.acknowledged.size - 1], ends[run.acknowledged.size], ends[run.acknowledged.size + 1]]).toContain(bytes.length)
      await store.tidyUp()
      expect((await store.check()).problems).toEqual([])
    })
  })
})
