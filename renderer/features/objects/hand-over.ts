import type { WindowApi } from '../../../electron/contract/window-api.ts'
import type { ListingRow } from '../../../electron/contract/listings.ts'
import type { ObjectSelection } from '../../../electron/contract/selections.ts'
import { useEditor } from '../editor/index.ts'
import { useSharing } from '../sharing/index.ts'
import { useVersions } from '../versions/index.ts'
import type { Listing } from './listing.ts'
import { onlyChosen, selectionForJob } from './selection-for-job.ts'

interface Dependencies {
  readonly api: Pick<WindowApi, 'editing'>
  readonly read: () => Listing
  /** Runs what is asked for of the selection once that belongs to the rows on screen. */
  readonly onceBound: (run: () => void) => void
  readonly reportError: (thrown: unknown) => void
}

/** Actions that hand what is chosen over to the editor, to another program, or to other people. */
export function handOver({ api, onceBound, read, reportError }: Dependencies) {
  const withOnlyObject = (run: (row: ListingRow) => void) => (): void =>
    onceBound(() => {
      const row = onlyChosen(read())
      if (row?.kind === 'object') run(row)
    })
  const edit = (row: ListingRow): void => {
    const { place } = read()
    // What was can be read and not written.
    if (place !== undefined && place.momentMs === undefined) useEditor.getState().open({ profileId: place.profileId, bucket: place.bucket, key: row.key, sizeBytes: row.sizeBytes })
  }
  /** A sheet for the link of one object, or for a file of links of what is chosen. */
  const share = (row?: ListingRow): void => {
    const listing = read()
    const { place } = listing
    if (place === undefined) return
    const { profileId, bucket } = place
    if (row?.kind === 'object') return useSharing.getState().shareObject({ profileId, bucket, key: row.key, versionId: row.versionId })
    const { momentMs } = place
    const selection: ObjectSelection | undefined = row === undefined ? selectionForJob(listing) : { kind: 'names', keys: [], prefixes: [row.key], ...(momentMs === undefined ? {} : { momentMs }) }
    if (selection !== undefined) useSharing.getState().shareSelection({ profileId, bucket, selection })
  }
  const showVersions = (row: ListingRow): void => {
    const { place } = read()
    if (place !== undefined) useVersions.getState().open({ profileId: place.profileId, bucket: place.bucket, key: row.key })
  }
  return {
    edit,
    /** The only chosen object, when it is one. */
    editChosen: withOnlyObject(edit),
    editOutside: (row: ListingRow) => {
      const { place } = read()
      if (place !== undefined && place.momentMs === undefined) void api.editing.openExternal({ profileId: place.profileId, bucket: place.bucket, key: row.key }).catch(reportError)
    },
    share,
    showVersions,
    /** The only chosen object, when it is one. */
    showVersionsChosen: withOnlyObject(showVersions),
    shareChosen: () => onceBound(() => share(onlyChosen(read()))),
  }
}
