import type { ClientHostMethods } from '../../contract/client-host-methods.ts'
import type { OssErrorWire } from '../../contract/error-wire.ts'
import type { HandlersOf } from '../../contract/method.ts'
import { sleep } from '../aborts.ts'
import type { Connections } from '../connections.ts'
import { localError } from '../errors.ts'
import type { WindowChannels } from '../events/window-channels.ts'
import type { TransferService } from '../transfers/transfer-service.ts'
import { countVersions } from './count-versions.ts'
import type { PlanRegistry, PlanSession } from './plan-session.ts'
import { assertKeepsVersions } from './revert-item.ts'

type AsOfMethod = 'asOf.openPlan' | 'asOf.getPlanRows' | 'asOf.closePlan' | 'asOf.countVersions' | 'transfers.enqueueRevert'
type Handlers = Pick<HandlersOf<ClientHostMethods, { readonly signal: AbortSignal }>, AsOfMethod>

export interface AsOfDependencies {
  readonly connections: Connections
  readonly plans: PlanRegistry
  readonly windows: WindowChannels
  readonly transfers: () => Promise<Pick<TransferService, 'enqueueRevert'>>
  readonly toWire: (error: unknown) => OssErrorWire
  /** Time that must have passed since a plan was read; more than a second when absent. */
  readonly apartMs?: number
}

/**
 * Services tell times in whole seconds. What a restore writes must be told apart from what was there when it was planned, or
 * going back to before it would mean nothing.
 */
const defaultApartMs = 1100

/** What is done with earlier moments of a bucket besides looking at them. */
export function asOfHandlers({ connections, plans, windows, transfers, toWire, apartMs = defaultApartMs }: AsOfDependencies): Handlers {
  return {
    'asOf.openPlan': async ({ profileId, bucket, prefix, momentMs }) =>
      plans
        .open({
          profileId,
          bucket,
          prefix,
          momentMs,
          provider: connections.providerOf(profileId),
          toWire,
          onProgress: (plan) => {
            windows.planned(plan)
          },
        })
        .plan(),
    'asOf.getPlanRows': async ({ planId, change, offset, limit }) => {
      const session = plans.get(planId)
      return { ...session.changes.rows(change, offset, limit), plan: session.plan() }
    },
    'asOf.closePlan': async ({ planId }) => {
      plans.close(planId)
    },
    'asOf.countVersions': ({ profileId, bucket, prefix, countId }, { signal }) =>
      countVersions(connections.providerOf(profileId), {
        bucket,
        prefix,
        signal,
        onProgress: (report) => {
          windows.versionsCounted(countId, report)
        },
      }),
    'transfers.enqueueRevert': async ({ planId, includeSame, leaveUncertain }, { signal }) => {
      const session = plans.get(planId)
      connections.requireWritable(session.profileId)
      const { readAtMs, beforeMs } = assertRestorable(session, leaveUncertain)
      await assertKeepsVersions(connections.providerOf(session.profileId), session.bucket, signal)
      await sleep(Math.max(0, readAtMs + apartMs - performance.now()), signal)
      const { profileId, bucket, prefix, changes } = session
      return (await transfers()).enqueueRevert({ profileId, bucket, prefix, momentMs: session.plan().momentMs, beforeMs, steps: changes.steps(includeSame) })
    },
  }
}

function assertRestorable(session: PlanSession, leaveUncertain: boolean): { readonly readAtMs: number; readonly beforeMs: number } {
  const { readAtMs } = session
  const { newestMs, totals } = session.plan()
  if (readAtMs === undefined || newestMs === null) throw localError('InvalidInput', { Argument: 'planId' })
  if (totals.uncertain.objects > 0 && !leaveUncertain) throw localError('VersionsUncertain', { Bucket: session.bucket, Objects: String(totals.uncertain.objects) })
  return { readAtMs, beforeMs: newestMs }
}
