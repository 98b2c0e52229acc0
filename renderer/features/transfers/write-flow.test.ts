import { beforeEach, describe, expect, it } from 'vitest'
import { useNotices } from '../notices/index.ts'
import { compareAndEnqueue, keepsVersions, useWriteFlow, type FoundWrite, type PlannedWrite } from './write-flow.ts'

const free: FoundWrite = { files: 1, bytes: 1, conflictCount: 0, conflicts: [], complete: true, sourceVersioning: true }
const move = (change: Partial<PlannedWrite> = {}): PlannedWrite => ({
  verb: 'move',
  place: { profileId: 'local', bucket: 'site', prefix: '' },
  count: 1,
  leaves: 'photos',
  preview: () => Promise.resolve(free),
  enqueue: () => Promise.resolve(),
  ...change,
})
const told = () => useNotices.getState().notices.map((notice) => (notice.kind === 'info' ? [notice.text, notice.name] : notice.error.code))

describe('a move out of a bucket that keeps versions', () => {
  beforeEach(() => {
    useNotices.setState({ notices: [] })
    useWriteFlow.setState({ pending: [] })
  })

  it('is told of once it is on its way, where nothing has to be asked', async () => {
    await compareAndEnqueue(move())
    expect(told()).toEqual([['transfers.movedVersioned', 'photos']])
    expect(useWriteFlow.getState().pending).toEqual([])
  })

  it('is told of in the sheet, where something has to be asked', async () => {
    await compareAndEnqueue(move({ preview: () => Promise.resolve({ ...free, conflictCount: 1 }) }))
    const [write] = useWriteFlow.getState().pending
    expect(told()).toEqual([])
    expect(write?.found !== undefined && keepsVersions(write, write.found)).toBe(true)
  })

  it.each<[string, Partial<PlannedWrite>]>([
    ['a copy', { verb: 'copy' }],
    ['a move inside the bucket', { leaves: undefined }],
    ['a bucket without versions', { preview: () => Promise.resolve({ ...free, sourceVersioning: false }) }],
    ['a bucket that may not be asked', { preview: () => Promise.resolve({ ...free, sourceVersioning: undefined }) }],
  ])('is not what %s is', async (_, change) => {
    await compareAndEnqueue(move(change))
    expect(told()).toEqual([])
  })

  it('is not told of when it does not begin', async () => {
    await compareAndEnqueue(move({ enqueue: () => Promise.reject(new Error('refused')) }))
    expect(told()).toHaveLength(1)
    expect(told()).not.toContainEqual(['transfers.movedVersioned', 'photos'])
  })
})
