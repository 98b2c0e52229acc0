import type { RestorePlan, RestorePlanRow, VersionUsageReport } from '../../electron/contract/as-of.ts'
import type { TransferBatch } from '../../electron/contract/transfer-batches.ts'
import type { WindowApi } from '../../electron/contract/window-api.ts'

/** What the fake client host knows of earlier moments. */
export interface FakeAsOf {
  plan: RestorePlan
  rows: RestorePlanRow[]
  usage: VersionUsageReport
}

const none = { objects: 0, bytes: 0 }
export const emptyPlan: RestorePlan = {
  planId: 'plan-1',
  state: 'complete',
  momentMs: 0,
  versions: 0,
  unchanged: 0,
  totals: { created: none, changed: none, deleted: none, same: none, uncertain: none },
  newestMs: null,
}

export function newFakeAsOf(): FakeAsOf {
  const nothing = { count: 0, bytes: 0 }
  return { plan: emptyPlan, rows: [], usage: { current: nothing, noncurrent: nothing, deleteMarkers: 0, folders: [], folderCount: 0 } }
}

type Answer = <T>(name: string, input: unknown, value: () => T) => Promise<T>

export function fakeAsOfMethods(fake: FakeAsOf, answer: Answer, enqueue: (batch: Partial<TransferBatch>) => TransferBatch): { readonly asOf: WindowApi['asOf']; readonly enqueueRevert: WindowApi['transfers']['enqueueRevert'] } {
  return {
    asOf: {
      openPlan: (input) => answer('asOf.openPlan', input, () => (fake.plan = { ...fake.plan, momentMs: input.momentMs })),
      getPlanRows: (input) =>
        answer('asOf.getPlanRows', input, () => {
          const rows = fake.rows.filter(({ change }) => input.change === undefined || input.change === change)
          return { rows: rows.slice(input.offset, input.offset + input.limit), total: rows.length, plan: fake.plan }
        }),
      closePlan: (input) => answer('asOf.closePlan', input, () => undefined),
      countVersions: (input) => answer('asOf.countVersions', input, () => fake.usage),
    },
    enqueueRevert: (input) => answer('transfers.enqueueRevert', input, () => enqueue({ kind: 'revert', itemsTotal: fake.rows.length })),
  }
}
