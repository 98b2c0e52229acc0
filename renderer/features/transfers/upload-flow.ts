import { useCallback } from 'react'
import type { UploadSource } from '../../../electron/contract/local-files.ts'
import type { WindowApi } from '../../../electron/contract/window-api.ts'
import { useApi } from '../../bridge/api.tsx'
import type { Place } from '../navigation/index.ts'
import { useNotices } from '../notices/index.ts'
import { compareAndEnqueue } from './write-flow.ts'

export interface Uploader {
  /** Files of a drop or a paste. */
  readonly uploadFiles: (place: Place, files: readonly File[]) => Promise<void>
  /** What was registered already. What stands in the way is said in the bars; what would be replaced is asked about by the conflict sheet. */
  readonly uploadSources: (place: Place, sources: readonly UploadSource[]) => Promise<void>
  /** Files or a folder chosen in a dialog. */
  readonly chooseAndUpload: (place: Place, kind: 'files' | 'folder') => Promise<void>
}

function upload(api: WindowApi, place: Place, sources: readonly UploadSource[]): Promise<void> {
  const { profileId, bucket, prefix, momentMs } = place
  if (momentMs !== undefined) {
    useNotices.getState().tell('asOf.lockedReason')
    return Promise.resolve()
  }
  const target = { profileId, bucket, prefix, sourceIds: sources.map((source) => source.sourceId) }
  return compareAndEnqueue({
    verb: 'upload',
    place,
    count: sources.length,
    preview: (signal) => api.transfers.previewUpload(target, { signal }),
    enqueue: (conflict, choices) => api.transfers.enqueueUpload({ ...target, conflict, ...(choices.length === 0 ? {} : { choices }) }),
  })
}

export function useUploader(): Uploader {
  const api = useApi()
  const uploadFiles = useCallback(
    async (place: Place, files: readonly File[]) => {
      const { reportError, tell } = useNotices.getState()
      try {
        const sources = files.length === 0 ? [] : await api.files.registerDropped(files)
        if (sources.length === 0) tell('transfers.notLocal')
        else await upload(api, place, sources)
      } catch (thrown) {
        reportError(thrown)
      }
    },
    [api],
  )
  const chooseAndUpload = useCallback(
    async (place: Place, kind: 'files' | 'folder') => {
      try {
        const sources = await api.files.chooseUploadSources({ kind })
        if (sources.length > 0) await upload(api, place, sources)
      } catch (thrown) {
        useNotices.getState().reportError(thrown)
      }
    },
    [api],
  )
  const uploadSources = useCallback((place: Place, sources: readonly UploadSource[]) => upload(api, place, sources), [api])
  return { uploadFiles, uploadSources, chooseAndUpload }
}
