import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { create } from 'zustand'
import type { TransferBatch } from '../../../electron/contract/transfer-batches.ts'
import { useApi } from '../../bridge/api.tsx'
import { queryKeys } from '../../bridge/query-keys.ts'
import { useEventGap, useWindowEvent } from '../../bridge/use-window-event.ts'
import { useNotices } from '../notices/index.ts'
import { mergeBatches, noTransfers, replaceBatches, type TransferMap } from './transfer-map.ts'

interface TransferState extends TransferMap {
  readonly dockOpen: boolean
  readonly toggleDock: () => void
  readonly openDock: () => void
  readonly takeSnapshot: (batches: readonly TransferBatch[]) => void
  readonly takeChanges: (changed: readonly TransferBatch[], removed: readonly string[]) => void
}

export const useTransferStore = create<TransferState>()((set) => ({
  ...noTransfers,
  dockOpen: false,
  toggleDock: () => set(({ dockOpen }) => ({ dockOpen: !dockOpen })),
  openDock: () => set({ dockOpen: true }),
  takeSnapshot: (batches) => set(replaceBatches(batches)),
  takeChanges: (changed, removed) => set((state) => mergeBatches(state, changed, removed)),
}))

/** Keeps the batches in step with the client host; asks for all of them at the start and after a lost message. */
export function useTransferEvents(): void {
  const api = useApi()
  const client = useQueryClient()
  const takeSnapshot = useTransferStore((state) => state.takeSnapshot)
  const takeChanges = useTransferStore((state) => state.takeChanges)
  const reportError = useNotices((state) => state.reportError)
  const askAll = () => void api.transfers.listBatches({}).then(takeSnapshot, reportError)

  useEffect(() => {
    let current = true
    void api.transfers.listBatches({}).then((batches) => {
      if (current) takeSnapshot(batches)
    }, reportError)
    return () => {
      current = false
    }
  }, [api, takeSnapshot, reportError])
  useWindowEvent('transfers.snapshot', ({ batches }) => takeSnapshot(batches))
  useWindowEvent('transfers.changed', ({ batches, removed }) => {
    takeChanges(batches, removed)
    for (const { batchId } of batches) void client.invalidateQueries({ queryKey: queryKeys.transferItemsOf(batchId) }, { cancelRefetch: false })
  })
  useEventGap((label) => {
    if (label === 'client-host') askAll()
  })
}
