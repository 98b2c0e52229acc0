import type { Fragment } from '../../electron/contract/fragments.ts'
import type { SizeReport } from '../../electron/contract/measuring.ts'
import type { WindowApi } from '../../electron/contract/window-api.ts'
import type { FakeObject } from './fake-listing.ts'

type Answer = <T>(name: string, input: unknown, value: () => T) => Promise<T>

/** Unfinished uploads in memory. */
export function fakeFragments(state: { fragments: Fragment[] }, answer: Answer): WindowApi['fragments'] {
  return {
    listFragments: (input) => answer('fragments.listFragments', input, () => ({ fragments: state.fragments.filter(({ key }) => key.startsWith(input.prefix)) })),
    abortFragments: (input) =>
      answer('fragments.abortFragments', input, () => {
        const before = state.fragments.length
        state.fragments = state.fragments.filter((one) => (one.inUse && !input.evenInUse) || !input.fragments.some(({ uploadId }) => uploadId === one.uploadId))
        return { aborted: before - state.fragments.length, failed: [] }
      }),
  }
}

/** The size of these objects, as the client host would count it. */
export function measureFake(objects: readonly FakeObject[]): SizeReport {
  const classes = [...Map.groupBy(objects, ({ storageClass }) => storageClass)].map(([storageClass, some]) => ({ storageClass, objects: some.length, bytes: some.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) }))
  const times = objects.map(({ lastModifiedMs }) => lastModifiedMs)
  return {
    objects: objects.length,
    bytes: objects.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    classes: classes.toSorted((a, b) => b.bytes - a.bytes),
    ...(times.length === 0 ? {} : { newestMs: Math.max(...times), oldestMs: Math.min(...times) }),
    largest: objects.toSorted((a, b) => b.sizeBytes - a.sizeBytes).slice(0, 20).map(({ key, sizeBytes }) => ({ key, sizeBytes })),
  }
}
