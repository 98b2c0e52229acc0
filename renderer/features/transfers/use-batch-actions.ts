import { useMemo } from 'react'
import { useApi } from '../../bridge/api.tsx'
import type { ManifestFormat } from '../../../electron/contract/schemas.ts'
import { useNotices } from '../notices/index.ts'

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
      retry: (batchIds: string[]) => run(api.transfers.retry({ batchIds })),
      clear: (batchIds: string[]) => run(api.transfers.clear({ batchIds })),
      saveManifest: (batchId: string, format: ManifestFormat) => run(api.transfers.saveManifest({ batchId, format })),
      reveal: (batchId: string) => run(api.transfers.revealDownload({ batchId })),
    }
  }, [api, reportError])
}
