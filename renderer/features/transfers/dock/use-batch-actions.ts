import { useMemo } from 'react'
import { useApi } from '../../../bridge/api.tsx'
import type { TransferBatch } from '../../../../electron/contract/transfer-batches.ts'
import type { ManifestFormat, TransferItem } from '../../../../electron/contract/transfer-items.ts'
import type { TransferPriority } from '../../../../electron/contract/transfer-rules.ts'
import { parentPrefix } from '../../../ui/names.ts'
import { useRestores } from '../../as-of/index.ts'
import { useNavigation } from '../../navigation/index.ts'
import { useNotices } from '../../notices/index.ts'
import { useJobDialogs } from '../job-dialogs.ts'

/** What can be done with batches; failures show as a bar. */
export function useBatchActions() {
  const api = useApi()
  const reportError = useNotices((state) => state.reportError)
  return useMemo(() => {
    const run = (call: Promise<unknown>) => void call.catch(reportError)
    return {
      pause: (batchIds: string[]) => run(api.transfers.pause({ batchIds })),
      resume: (batchIds: string[]) => run(api.transfers.resume({ batchIds })),
      limit: (batchIds: string[], bytesPerSecond: number | null) => run(api.transfers.setBatchSpeedLimit({ batchIds, bytesPerSecond })),
      cancel: (batchIds: string[]) => run(api.transfers.cancel({ batchIds })),
      /** Previews the restore that takes this one back. */
      goBack: ({ profileId, bucket, revert }: TransferBatch) => {
        if (revert !== undefined) useRestores.getState().start({ profileId, bucket, prefix: revert.prefix, momentMs: revert.beforeMs })
      },
      undo: (batchId: string) => run(api.transfers.undo({ batchId })),
      /** Asks how an archived object that could not be read is to be restored. */
      restore: ({ profileId, bucket, prefix }: TransferBatch, item: TransferItem) =>
        useJobDialogs.getState().show({
          kind: 'edit',
          edit: 'restore',
          chosen: { place: { profileId, bucket, prefix }, selection: { kind: 'names', keys: [prefix + item.name], prefixes: [] }, count: 1, folders: [] },
        }),
      retry: (batchIds: string[]) => run(api.transfers.retry({ batchIds })),
      /** Downloads although the disk seems too full. */
      retryAnyway: (batchIds: string[]) => run(api.transfers.retry({ batchIds, ignoreSpace: true })),
      prioritize: (batchIds: string[], priority: TransferPriority) => run(api.transfers.setPriority({ batchIds, priority })),
      moveToFront: (batchIds: string[]) => run(api.transfers.moveToFront({ batchIds })),
      /** @param startMs null for as soon as they can */
      startAt: (batchIds: string[], startMs: number | null) => run(api.transfers.setStart({ batchIds, startMs })),
      clear: (batchIds: string[]) => run(api.transfers.clear({ batchIds })),
      forget: (batchIds: string[] | undefined) => run(api.transfers.clearHistory(batchIds === undefined ? {} : { batchIds })),
      saveManifest: (batchId: string, format: ManifestFormat) => run(api.transfers.saveManifest({ batchId, format })),
      reveal: (batchId: string) => run(api.transfers.revealDownload({ batchId })),
      copy: (text: string) => run(api.app.copyText({ text })),
      /** Opens the folder of the bucket, on the item where there is one. */
      showInBucket: ({ target, title, itemsTotal, ...batch }: TransferBatch, item?: TransferItem) => {
        const { profileId, bucket, prefix } = target ?? batch
        const focusKey = item?.key ?? (itemsTotal === 1 && title !== '' ? prefix + title : undefined)
        useNavigation.getState().open({ profileId, bucket, prefix: item === undefined ? prefix : parentPrefix(item.key), ...(focusKey === undefined ? {} : { focusKey }) })
      },
    }
  }, [api, reportError])
}
export type BatchActions = ReturnType<typeof useBatchActions>
