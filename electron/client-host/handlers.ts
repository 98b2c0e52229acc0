import type { ClientHostMethods } from '../contract/client-host-methods.ts'
import type { HandlersOf, ParsedInputOf } from '../contract/method.ts'
import type { OssErrorWire } from '../contract/error-wire.ts'
import type { Connections } from './connections.ts'
import { scanAcls } from './acl-scan/scan-acls.ts'
import { asOfHandlers } from './as-of/handlers.ts'
import type { PlanRegistry } from './as-of/plan-session.ts'
import { actionHandlers } from './actions/handlers.ts'
import { dragHandlers } from './drags/handlers.ts'
import { objectHandlers } from './editing/handlers.ts'
import { localError } from './errors.ts'
import type { WindowChannels } from './events/window-channels.ts'
import type { ListingRegistry } from './listing/listing-registry.ts'
import { packedWindow } from './listing/packed-window.ts'
import { rebindSelection } from './listing/rebind-selection.ts'
import { requirePresent, resolveSelection, summarizeSelection } from './listing/selection.ts'
import { identityHandlers } from './identities/handlers.ts'
import { policyHandlers } from './policies/handlers.ts'
import { createOwnWrites } from './policies/own-writes.ts'
import type { NotesAddress, PolicyNotesStore } from './policies/policy-notes.ts'
import { diagnose } from './doctor/diagnose.ts'
import { tryConnection, type ProviderEnvironment } from './providers/open-provider.ts'
import { nodeFiles, type LocalFiles } from './transfers/local-files.ts'
import { previewCopy, type CopyRequest } from './transfers/enqueue-copy.ts'
import { previewEdit } from './transfers/preview-edit.ts'
import { previewUpload } from './transfers/preview-upload.ts'
import type { TransferService } from './transfers/transfer-service.ts'
import { versionHandlers } from './versions/handlers.ts'

export interface HandlerDependencies {
  readonly connections: Connections
  readonly listings: ListingRegistry
  readonly plans: PlanRegistry
  readonly windows: WindowChannels
  /** Resolves once the host is configured. */
  readonly transfers: () => Promise<TransferService>
  /** The same. */
  readonly notes: () => Promise<PolicyNotesStore>
  readonly toWire: (error: unknown) => OssErrorWire
  readonly files?: LocalFiles
  readonly environment: ProviderEnvironment
}

type CopyInput = ParsedInputOf<ClientHostMethods['transfers.previewCopy']>

export interface CallContext {
  readonly signal: AbortSignal
}

/** One function for each method that the client host answers. */
export function createHandlers({ connections, listings, plans, windows, transfers, notes, toWire, environment, files = nodeFiles }: HandlerDependencies): HandlersOf<ClientHostMethods, CallContext> {
  const policyWrites = createOwnWrites()
  return {
    'buckets.listBuckets': ({ profileId }, { signal }) => provider(profileId).listBuckets(signal),
    'buckets.putBucket': async ({ profileId, ...bucket }, { signal }) => {
      await provider(profileId).putBucket({ ...bucket, signal })
      windows.bucketsChanged(profileId)
    },
    'buckets.deleteBucket': async ({ profileId, bucket }, { signal }) => {
      await provider(profileId).deleteBucket(bucket, signal)
      void notes().then((store) => store.forget({ profileId, bucket }))
      windows.bucketsChanged(profileId)
    },
    'buckets.getBucketInfo': ({ profileId, bucket }, { signal }) => provider(profileId).getBucketInfo(bucket, signal),
    'buckets.getBucketStat': ({ profileId, bucket }, { signal }) => provider(profileId).getBucketStat(bucket, signal),
    'buckets.getPublicAccessBlock': async ({ profileId }, { signal }) => ({ blockPublicAccess: await provider(profileId).getPublicAccessBlock(signal) }),
    'buckets.getBucketSetting': async ({ profileId, bucket, name }, { signal }) => {
      const { answer, isCurrent } = await policyWrites.read({ profileId, bucket }, () => provider(profileId).getBucketSetting({ bucket, name, signal }))
      const { setting, document, grants } = answer
      if (setting.name === 'policy' && isCurrent) keepPolicy({ profileId, bucket }, setting.text, 'found')
      return { setting, ...(document === undefined ? {} : { document }), ...(grants === undefined ? {} : { grants: [...grants] }) }
    },
    'buckets.putBucketSetting': async ({ profileId, bucket, setting }, { signal }) => {
      connections.requireWritable(profileId)
      const put = () => provider(profileId).putBucketSetting({ bucket, setting, signal })
      await (setting.name === 'policy' ? policyWrites.run({ profileId, bucket }, put) : put())
      if (setting.name === 'policy') keepPolicy({ profileId, bucket }, setting.text, 'saved')
      windows.bucketsChanged(profileId)
    },

    ...policyHandlers({ notes }),
    ...identityHandlers({ connections }),

    'objects.scanAcls': ({ profileId, bucket, prefix, scanId }, { signal }) =>
      scanAcls({ provider: provider(profileId), bucket, prefix, toWire, signal, onProgress: (report, rows) => windows.aclsScanned(scanId, report, rows) }),
    'objects.headObject': ({ profileId, ...address }, { signal }) => provider(profileId).headObject({ ...address, signal }),
    'objects.putFolder': async ({ profileId, bucket, prefix }, { signal }) => {
      if (!prefix.endsWith('/')) throw localError('InvalidInput', { Argument: 'prefix' })
      // What is there under this key stays: a marker may carry content that nobody sees in a list.
      await provider(profileId).putObject({ bucket, key: prefix, sizeBytes: 0, forbidOverwrite: true, body: undefined, signal })
      windows.objectsChanged({ profileId, bucket, prefixes: [prefix, prefix.slice(0, prefix.lastIndexOf('/', prefix.length - 2) + 1)] })
    },

    'profiles.diagnoseConnection': ({ connection, runId, mayWrite }, { signal }) =>
      diagnose({ connection, environment, mayWrite, toWire, signal, onCheck: (check) => windows.doctorProgress(runId, check) }),
    ...actionHandlers({ connections, listings, windows, transfers, toWire }),
    ...objectHandlers({ connections, listings, windows }),
    ...dragHandlers({ connections, listings, windows, transfers, files, toWire }),
    ...versionHandlers({ connections, listings, windows, transfers, toWire }),
    ...asOfHandlers({ connections, plans, windows, transfers, toWire }),

    'profiles.tryConnection': ({ connection }, { signal }) => tryConnection(connection, signal, environment),

    'listing.open': async ({ profileId, bucket, prefix, view, limit, momentMs, showDeleted }, { signal }) => {
      const session = await listings.open(
        {
          profileId,
          provider: provider(profileId),
          bucket,
          prefix,
          momentMs,
          showDeleted,
          toWire,
          onProgress: (progress) => {
            windows.listingProgress(progress)
          },
        },
        signal,
      )
      return packedWindow(session, view, 0, limit)
    },
    'listing.getWindow': ({ sessionId, view, offset, limit }) => packedWindow(listings.get(sessionId), view, offset, limit),
    'listing.findKey': ({ sessionId, view, key }) => listings.get(sessionId).findKey(view, key),
    'listing.findName': ({ sessionId, view, startsWith, from }) => listings.get(sessionId).findName(view, startsWith, from),
    'listing.rebindSelection': async ({ sessionId, view, from, ranges, focus }, { signal }) => {
      const former = listings.get(from.sessionId)
      const formerOrder = former.findOrder(from.orderId)
      if (formerOrder === undefined) throw localError('ListingChanged', { SessionId: from.sessionId })
      const session = listings.get(sessionId)
      const order = await session.orderOf(view)
      return { orderId: order.orderId, ...(await rebindSelection({ from: { session: former, order: formerOrder }, to: { session, order }, ranges, focus }, signal)) }
    },
    'listing.completeKey': async ({ profileId, bucket, prefix, limit }, { signal }) => {
      const page = await provider(profileId).listPage({ bucket, prefix, delimiter: '/', maxKeys: limit, signal })
      return { folders: [...page.commonPrefixes], keys: page.objects.map(({ key }) => key) }
    },
    'listing.getKeys': async ({ profileId, bucket, prefix, token }, { signal }) => {
      const { objects, nextToken } = await provider(profileId).listPage({ bucket, prefix, delimiter: '', token, signal })
      return { keys: objects.map(({ key }) => key), ...(nextToken === undefined ? {} : { nextToken }) }
    },
    'listing.summarizeSelection': ({ profileId, bucket, selection }, { signal }) =>
      summarizeSelection(listings, provider(profileId), { profileId, bucket }, selection, signal),
    'listing.close': ({ sessionId }) => {
      listings.close(sessionId)
      return Promise.resolve()
    },

    'transfers.previewUpload': async ({ profileId, bucket, prefix, paths }, { signal }) => {
      connections.requireWritable(profileId)
      return previewUpload({ provider: provider(profileId), files, bucket, prefix, paths, signal })
    },
    'transfers.enqueueUpload': async (input) => {
      connections.requireWritable(input.profileId)
      return (await transfers()).enqueueUpload(input)
    },
    'transfers.enqueueDownload': async ({ profileId, bucket, selection, basePrefix, folderPath, conflict }) =>
      (await transfers()).enqueueDownload({
        profileId,
        bucket,
        prefix: basePrefix,
        selection: resolveSelection(listings, { profileId, bucket }, selection),
        folderPath,
        conflict,
      }),
    'transfers.enqueueDelete': async ({ profileId, bucket, selection, basePrefix }) => {
      connections.requireWritable(profileId)
      return (await transfers()).enqueueDelete({ profileId, bucket, prefix: basePrefix, selection: requirePresent(resolveSelection(listings, { profileId, bucket }, selection)) })
    },
    'transfers.previewCopy': async (input, { signal }) => {
      requireCopyable(input)
      return previewCopy(copyRequest(input), { source: provider(input.profileId), target: provider(input.target.profileId) }, signal)
    },
    'transfers.enqueueCopy': async (input) => {
      requireCopyable(input)
      return (await transfers()).enqueueCopy({ ...copyRequest(input), conflict: input.conflict, choices: input.choices })
    },
    'transfers.undo': async ({ batchId }) => {
      const service = await transfers()
      const batch = service.listBatches().find((one) => one.batchId === batchId)
      // It writes where the move came from, and deletes where it went.
      if (batch?.target !== undefined) requireCopyable({ profileId: batch.target.profileId, target: batch, move: true })
      else if (batch !== undefined) connections.requireWritable(batch.profileId)
      return service.undo(batchId)
    },
    'transfers.previewEdit': async ({ profileId, bucket, selection, edit }, { signal }) => {
      connections.requireWritable(profileId)
      return previewEdit({ provider: provider(profileId), bucket, selection: requirePresent(resolveSelection(listings, { profileId, bucket }, selection)), edit, toWire, signal })
    },
    'transfers.enqueueEdit': async ({ profileId, bucket, selection, basePrefix, edit }) => {
      connections.requireWritable(profileId)
      return (await transfers()).enqueueEdit({ profileId, bucket, prefix: basePrefix, selection: requirePresent(resolveSelection(listings, { profileId, bucket }, selection)), edit })
    },
    'transfers.listBatches': async () => (await transfers()).listBatches(),
    'transfers.listItems': async (input) => {
      const service = await transfers()
      return service.has(input.batchId) ? service.listItems(input) : service.history.listItems(input)
    },
    'transfers.listHistory': async (input) => (await transfers()).history.list(input),
    'transfers.clearHistory': async ({ batchIds }) => (await transfers()).history.forget(batchIds),
    'transfers.pause': async ({ batchIds }) => (await transfers()).pause(batchIds),
    'transfers.resume': async ({ batchIds }) => (await transfers()).resume(batchIds),
    'transfers.getSpeedLimit': async () => ({ bytesPerSecond: (await transfers()).speedLimit() ?? null }),
    'transfers.setSpeedLimit': async ({ bytesPerSecond }) => (await transfers()).setSpeedLimit(bytesPerSecond ?? undefined),
    'transfers.setBatchSpeedLimit': async ({ batchIds, bytesPerSecond }) => (await transfers()).setBatchSpeedLimit(batchIds, bytesPerSecond ?? undefined),
    'transfers.setPriority': async ({ batchIds, priority }) => (await transfers()).setPriority(batchIds, priority),
    'transfers.moveToFront': async ({ batchIds }) => (await transfers()).moveToFront(batchIds),
    'transfers.setStart': async ({ batchIds, startMs }) => (await transfers()).setStart(batchIds, startMs ?? undefined),
    'transfers.pauseAll': async () => (await transfers()).pauseAll(),
    'transfers.resumeAll': async () => (await transfers()).resumeAll(),
    'transfers.getRules': async () => (await transfers()).rules(),
    'transfers.setHours': async ({ hours }) => (await transfers()).setHours(hours ?? undefined),
    'transfers.setConnectionLimits': async (limits) => (await transfers()).setConnectionLimits(limits),
    'transfers.cancel': async ({ batchIds }) => (await transfers()).cancel(batchIds),
    'transfers.retry': async ({ batchIds, ignoreSpace }) => (await transfers()).retry(batchIds, ignoreSpace),
    'transfers.clear': async ({ batchIds }) => (await transfers()).clear(batchIds),
    'transfers.writeManifest': async ({ batchId, format, path }) => (await transfers()).writeManifest(batchId, format, path),
    'transfers.getDownloadPath': async ({ batchId }) => ({ path: await (await transfers()).downloadPath(batchId) }),
  }

  /** Nobody waits for it: the policy counts whether or not it is remembered here. */
  function keepPolicy(address: NotesAddress, text: string | null, origin: 'saved' | 'found'): void {
    void notes().then((store) => {
      store.keep(address, text, origin)
    })
  }

  function requireCopyable({ profileId, target, move }: { readonly profileId: string; readonly target: { readonly profileId: string }; readonly move: boolean }): void {
    connections.requireWritable(target.profileId)
    if (move) connections.requireWritable(profileId)
  }

  function copyRequest({ profileId, bucket, basePrefix, selection, target, move, newName }: CopyInput): CopyRequest {
    const chosen = resolveSelection(listings, { profileId, bucket }, selection)
    // What was can be copied, to anywhere; only what is can be moved or renamed.
    return { profileId, bucket, prefix: basePrefix, selection: move || newName !== undefined ? requirePresent(chosen) : chosen, target, move, newName }
  }

  function provider(profileId: string): ReturnType<Connections['providerOf']> {
    return connections.providerOf(profileId)
  }
}
