import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { TransferBatch } from '../../../../electron/contract/transfer-batches.ts'
import { batchTitle } from '../batch-title.ts'
import { useTransferStore } from '../store.ts'
import { isFinished } from '../transfer-map.ts'

/** For ears: says when a batch has ended, wherever the focus is and whether or not the dock is open. */
export function EndedAnnouncer() {
  const { t } = useTranslation()
  const [ended, setEnded] = useState<TransferBatch | undefined>(undefined)
  useEffect(
    () =>
      useTransferStore.subscribe(({ byId }, former) => {
        if (byId === former.byId) return
        const last = Object.values(byId).find((batch) => {
          const before = former.byId[batch.batchId]
          return before !== undefined && !isFinished(before.state) && isFinished(batch.state)
        })
        if (last !== undefined) setEnded(last)
      }),
    [],
  )
  return (
    <div className="for-ears" role="status" data-testid="ended-announcer">
      {ended === undefined ? '' : `${batchTitle(ended, t)}: ${ended.itemsFailed > 0 ? t('transfers.failedCount', { count: ended.itemsFailed }) : t(`transfers.state.${ended.state}`)}`}
    </div>
  )
}
