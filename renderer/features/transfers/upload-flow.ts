import { useCallback } from 'react'
import { create } from 'zustand'
import type { ConflictChoices, ConflictPolicy, TransferPreview, UploadSource } from '../../../electron/contract/schemas.ts'
import type { WindowApi } from '../../../electron/contract/window-api.ts'
import { useApi } from '../../bridge/api.tsx'
import type { Place } from '../navigation/index.ts'
import { useNotices } from '../notices/index.ts'

export interface PendingUpload {
  readonly id: number
  readonly place: Place
  readonly sources: readonly UploadSource[]
  /** Undefined while the target is still being looked at. */
  readonly preview: TransferPreview | undefined
  readonly cancel: () => void
}

interface UploadFlow {
  readonly pending: readonly PendingUpload[]
  readonly add: (upload: PendingUpload) => void
  readonly setPreview: (id: number, preview: TransferPreview) => void
  readonly remove: (id: number) => void
}

/** Uploads on their way from the drop to the queue: being compared, or waiting for the answer of the conflict sheet. */
export const useUploadFlow = create<UploadFlow>()((set) => ({
  pending: [],
  add: (upload) => set(({ pending }) => ({ pending: [...pending, upload] })),
  setPreview: (id, preview) => set(({ pending }) => ({ pending: pending.map((upload) => (upload.id === id ? { ...upload, preview } : upload)) })),
  remove: (id) => set(({ pending }) => ({ pending: pending.filter((upload) => upload.id !== id) })),
}))

let lastId = 0

/** True when nothing has to be asked: everything was compared and nothing would be replaced. */
export function isFreeOfConflicts(preview: TransferPreview): boolean {
  return preview.complete && preview.conflictCount === 0
}

export async function enqueue(api: WindowApi, upload: Pick<PendingUpload, 'place' | 'sources'>, conflict: ConflictPolicy, choices: ConflictChoices = []): Promise<void> {
  const sourceIds = upload.sources.map((source) => source.sourceId)
  const { profileId, bucket, prefix } = upload.place
  await api.transfers.enqueueUpload({ profileId, bucket, prefix, sourceIds, conflict, ...(choices.length === 0 ? {} : { choices }) })
}

async function compareAndEnqueue(api: WindowApi, place: Place, sources: readonly UploadSource[]): Promise<void> {
  const controller = new AbortController()
  const flow = useUploadFlow.getState()
  const id = ++lastId
  flow.add({ id, place, sources, preview: undefined, cancel: () => controller.abort() })
  try {
    const { profileId, bucket, prefix } = place
    const sourceIds = sources.map((source) => source.sourceId)
    const preview = await api.transfers.previewUpload({ profileId, bucket, prefix, sourceIds }, { signal: controller.signal })
    if (controller.signal.aborted) {
      flow.remove(id)
      return
    }
    if (!isFreeOfConflicts(preview)) {
      flow.setPreview(id, preview)
      return
    }
    // Another program may have written the same name since: what is there wins then, and the dock shows the skip.
    await enqueue(api, { place, sources }, 'skip')
    flow.remove(id)
  } catch (thrown) {
    flow.remove(id)
    if (!controller.signal.aborted) useNotices.getState().reportError(thrown)
  }
}

export interface Uploader {
  /** Files of a drop or a paste. */
  readonly uploadFiles: (place: Place, files: readonly File[]) => Promise<void>
  /** Files or a folder chosen in a dialog. */
  readonly chooseAndUpload: (place: Place, kind: 'files' | 'folder') => Promise<void>
}

export function useUploader(): Uploader {
  const api = useApi()
  const uploadFiles = useCallback(
    async (place: Place, files: readonly File[]) => {
      const { reportError, tell } = useNotices.getState()
      try {
        const sources = files.length === 0 ? [] : await api.files.registerDropped(files)
        if (sources.length === 0) tell('transfers.notLocal')
        else await compareAndEnqueue(api, place, sources)
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
        if (sources.length > 0) await compareAndEnqueue(api, place, sources)
      } catch (thrown) {
        useNotices.getState().reportError(thrown)
      }
    },
    [api],
  )
  return { uploadFiles, chooseAndUpload }
}
