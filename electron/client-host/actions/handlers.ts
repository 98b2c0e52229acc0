import type { ClientHostMethods } from '../../contract/client-host-methods.ts'
import type { OssErrorWire } from '../../contract/error-wire.ts'
import type { HandlersOf } from '../../contract/method.ts'
import type { Connections } from '../connections.ts'
import { codeOf } from '../errors.ts'
import type { WindowChannels } from '../events/window-channels.ts'
import { abortFragments, listFragments } from '../fragments/fragments.ts'
import type { ListingRegistry } from '../listing/listing-registry.ts'
import { resolveSelection } from '../listing/selection.ts'
import { measureSelection } from '../measuring/measure-selection.ts'
import type { TransferService } from '../transfers/transfer-service.ts'

type Handlers = Pick<
  HandlersOf<ClientHostMethods, { readonly signal: AbortSignal }>,
  'listing.measureSelection' | 'fragments.listFragments' | 'fragments.abortFragments' | 'objects.putSymlink' | 'objects.getSymlink' | 'transfers.enqueueZip'
>

interface Dependencies {
  readonly connections: Connections
  readonly listings: ListingRegistry
  readonly windows: WindowChannels
  readonly transfers: () => Promise<TransferService>
  readonly toWire: (error: unknown) => OssErrorWire
}

const parentOf = (key: string): string => key.slice(0, key.lastIndexOf('/') + 1)

/** Actions on what is chosen: sizes, archives, unfinished uploads, symbolic links. */
export function actionHandlers({ connections, listings, windows, transfers, toWire }: Dependencies): Handlers {
  return {
    'listing.measureSelection': ({ profileId, bucket, selection, measureId }, { signal }) =>
      measureSelection({
        provider: connections.providerOf(profileId),
        bucket,
        selection: selection.kind === 'prefix' ? { objects: [], prefixes: [selection.prefix], momentMs: selection.momentMs } : resolveSelection(listings, { profileId, bucket }, selection),
        onProgress: (report) => {
          windows.measured(measureId, report)
        },
        now: Date.now,
        signal,
      }),
    'transfers.enqueueZip': async ({ profileId, bucket, selection, basePrefix, filePath }) =>
      (await transfers()).enqueueZip({ profileId, bucket, prefix: basePrefix, selection: resolveSelection(listings, { profileId, bucket }, selection), filePath }),
    'fragments.listFragments': async ({ profileId, bucket, prefix, marker }, { signal }) =>
      listFragments({ provider: connections.providerOf(profileId), bucket, inUse: (await transfers()).uploadsInUse(), signal }, prefix, marker),
    'fragments.abortFragments': async ({ profileId, bucket, fragments, evenInUse }, { signal }) => {
      connections.requireWritable(profileId)
      const place = { provider: connections.providerOf(profileId), bucket, inUse: (await transfers()).uploadsInUse(), signal }
      const done = await abortFragments(place, fragments, { evenInUse, toWire })
      // The bucket's counters are others now.
      windows.objectsChanged({ profileId, bucket, prefixes: [] })
      return done
    },
    'objects.putSymlink': async ({ profileId, bucket, key, target }, { signal }) => {
      connections.requireWritable(profileId)
      await connections.providerOf(profileId).putSymlink({ bucket, key, target, attributes: {}, forbidOverwrite: true, signal })
      windows.objectsChanged({ profileId, bucket, prefixes: [parentOf(key)] })
    },
    'objects.getSymlink': async ({ profileId, bucket, key, versionId }, { signal }) => {
      const provider = connections.providerOf(profileId)
      const { target } = await provider.getSymlink({ bucket, key, versionId, signal })
      try {
        await provider.headObject({ bucket, key: target, signal })
        return { target, exists: true }
      } catch (error) {
        // A link outlives what it points to, and may lead where the key must not look.
        if (codeOf(error) === 'NoSuchKey') return { target, exists: false }
        if (codeOf(error) === 'AccessDenied') return { target, exists: true }
        throw error
      }
    },
  }
}
