import { useMemo } from 'react'
import type { ObjectVersion } from '../../../electron/contract/versions.ts'
import { useApi, useCopyText } from '../../bridge/api.tsx'
import { parentPrefix } from '../../ui/names.ts'
import { formatAddress, schemeOf } from '../navigation/index.ts'
import { useNotices } from '../notices/index.ts'
import { useProfile } from '../profiles/index.ts'
import { useSharing } from '../sharing/index.ts'
import type { HistoryTarget } from './store.ts'

export type VersionActions = ReturnType<typeof useVersionActions>

/** What can be done with versions of an object. Failures are told in the window's notices. */
export function useVersionActions({ profileId, bucket, key }: HistoryTarget) {
  const api = useApi()
  const copyText = useCopyText()
  const reportError = useNotices((state) => state.reportError)
  const kind = useProfile(profileId)?.kind ?? 'local'
  const shareObject = useSharing((state) => state.shareObject)
  return useMemo(() => {
    const at = { profileId, bucket, key }
    const basePrefix = parentPrefix(key)
    const telling = async (work: Promise<unknown>): Promise<void> => {
      try {
        await work
      } catch (thrown) {
        reportError(thrown)
      }
    }
    return {
      restore: ({ versionId }: ObjectVersion) => telling(api.versions.restore({ profileId, bucket, basePrefix, versions: [{ key, versionId }] })),
      recover: () => telling(api.versions.recover({ profileId, bucket, basePrefix, selection: { kind: 'names', keys: [key], prefixes: [] } })),
      download: async ({ versionId }: ObjectVersion) => {
        try {
          const folder = await api.files.chooseDownloadFolder({})
          if (folder === null) return
          // Beside what is there: an earlier version is wanted to look at, not in place of the file one has.
          await api.transfers.enqueueDownload({ profileId, bucket, basePrefix, selection: { kind: 'names', keys: [key], prefixes: [], versionIds: [versionId] }, folderId: folder.folderId, conflict: 'keepBoth' })
        } catch (thrown) {
          reportError(thrown)
        }
      },
      share: ({ versionId }: ObjectVersion) => shareObject({ ...at, versionId }),
      copyAddress: ({ versionId }: ObjectVersion) => telling(copyText(formatAddress({ bucket, key, versionId }, schemeOf(kind)))),
      copyId: ({ versionId }: ObjectVersion) => telling(copyText(versionId)),
      /** @throws what the service answered; the dialog that asked shows it */
      remove: ({ versionId }: ObjectVersion) => api.versions.deleteVersion({ ...at, versionId }),
      removeOlder: (olderThan: string) => api.versions.deleteOlder({ ...at, olderThan }),
    }
  }, [api, copyText, kind, reportError, shareObject, profileId, bucket, key])
}
