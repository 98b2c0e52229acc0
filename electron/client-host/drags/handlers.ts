import type { ClientHostMethods } from '../../contract/client-host-methods.ts'
import type { OssErrorWire } from '../../contract/error-wire.ts'
import type { HandlersOf } from '../../contract/method.ts'
import type { Connections } from '../connections.ts'
import type { WindowChannels } from '../events/window-channels.ts'
import type { ListingRegistry } from '../listing/listing-registry.ts'
import { resolveSelection } from '../listing/selection.ts'
import { defaultRetryPolicy } from '../remote/retry-policy.ts'
import type { LocalFiles } from '../transfers/local-files.ts'
import { defaultSizes } from '../transfers/part-plan.ts'
import { createThrottle, type Throttle } from '../transfers/throttle.ts'
import type { TransferService } from '../transfers/transfer-service.ts'
import { fetchDrag } from './fetch-drag.ts'

interface Dependencies {
  readonly connections: Connections
  readonly listings: ListingRegistry
  readonly windows: WindowChannels
  readonly transfers: () => Promise<TransferService>
  readonly files: LocalFiles
  readonly toWire: (error: unknown) => OssErrorWire
}

/** Objects on their way to another program. Reading them is allowed of every connection. */
export function dragHandlers({ connections, listings, windows, transfers, files, toWire }: Dependencies): Pick<HandlersOf<ClientHostMethods, { readonly signal: AbortSignal }>, 'drags.fetch'> {
  return {
    'drags.fetch': async ({ dragId, profileId, bucket, selection, basePrefix, folderPath, limit }, { signal }) => {
      const service = await transfers()
      return fetchDrag({
        provider: connections.providerOf(profileId),
        profileId,
        bucket,
        prefix: basePrefix,
        selection: resolveSelection(listings, { profileId, bucket }, selection),
        folderPath,
        limit,
        onProgress: (progress) => {
          windows.dragProgress(dragId, progress)
        },
        files,
        sizes: defaultSizes,
        retryPolicy: defaultRetryPolicy,
        throttles: throttlesOf(service, profileId),
        toWire,
        now: Date.now,
        signal,
      })
    },
  }
}

/** As the limits of speed are now: a drag is over before anybody changes them. */
function throttlesOf(service: TransferService, profileId: string): readonly Throttle[] {
  const rates = [service.speedLimit(), service.rules().connections.find((one) => one.profileId === profileId)?.bytesPerSecond ?? undefined]
  return rates.flatMap((rate) => {
    if (rate === undefined) return []
    const throttle = createThrottle()
    throttle.rate = rate
    return [throttle]
  })
}
