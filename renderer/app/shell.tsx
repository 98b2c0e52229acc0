import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useApi } from '../bridge/api.tsx'
import { LazyBucketSettings } from '../features/bucket-settings/index.ts'
import { LazyCreateBucketDialog, LazyDeleteBucketDialog, useBucketDialogs, useBucketEvents } from '../features/buckets/index.ts'
import { RestoreDialog, RestoreHost } from '../features/as-of/index.ts'
import { DragTrayHost } from '../features/drag-out/index.ts'
import { EditBars, EditorHost } from '../features/editor/index.ts'
import { NoticeBars, useNotices } from '../features/notices/index.ts'
import { DeleteDialog, Inspector, NewFolderDialog, Toolbar, useObjectsStore, useOpenPlace } from '../features/objects/index.ts'
import { LazyPolicyDialog } from '../features/policy/index.ts'
import { LazyKeysAndUsersDialog, useKeysAndUsers } from '../features/keys-and-users/index.ts'
import { JobDialogs } from '../features/jobs/index.ts'
import { ProfileDialogs, useProfile, useExpiryWatch, useProfileEvents } from '../features/profiles/index.ts'
import { QuickLook } from '../features/quick-look/index.ts'
import { LazyAboutDialog, LazySettingsDialog, settingsQuery, useSettings, useSettingsDialogs, useUpdateSettings } from '../features/settings/index.ts'
import { SharingHost } from '../features/sharing/index.ts'
import { VersionsHost } from '../features/versions/index.ts'
import { localProfileId, useStoreStatus, useStoreStatusEvents } from '../features/store/index.ts'
import { TabBar } from '../features/tabs/index.ts'
import { ConflictSheet, DropLabel, PendingUploads, useDropGuard, useTransferEvents } from '../features/transfers/index.ts'
import { LazyTour, useTour } from '../features/tour/index.ts'
import { lazyDialog } from '../ui/lazy-dialog.tsx'
import { ActionDialogs } from './action-dialogs.tsx'
import { CommandPalette } from './command-palette.tsx'
import { ConnectionSwitcher } from './connection-switcher.tsx'
import { DockPanel, SidePanel } from './panels.tsx'
import { Sidebar } from './sidebar.tsx'
import { TabViews } from './tab-views.tsx'
import { useCommands } from './use-commands.ts'
import { useFocusReturn } from './use-focus-return.ts'

const LazyShortcutHelp = lazyDialog(async () => (await import('./shortcut-help.tsx')).ShortcutHelp)

/** The window: sidebar, tabs with their lists, inspector, transfers below. */
export function Shell() {
  useStoreStatusEvents()
  useBucketEvents()
  useTransferEvents()
  useProfileEvents()
  useExpiryWatch()
  useDropGuard()
  useFocusReturn()
  useRecoveredSettingsNotice()
  return (
    <>
      <Workspace />
      <DropLabel />
      <DragTrayHost />
      <TourHost />
      <Dialogs />
    </>
  )
}

/** The tour, at the first start and whenever it is asked for. */
function TourHost() {
  const status = useStoreStatus()
  const { firstRun } = useSettings()
  const updateSettings = useUpdateSettings()
  const { isAsked, close } = useTour()
  if ((!firstRun && !isAsked) || status.state !== 'ready') return null
  const end = () => {
    close()
    if (firstRun) updateSettings({ firstRun: false })
  }
  return <LazyTour status={status} onClose={end} />
}

function Workspace() {
  const settings = useSettings()
  const run = useCommands()
  const place = useOpenPlace()
  const dialog = useObjectsStore((state) => state.dialog)
  return (
    <div className="shell">
      <div className="columns">
        {settings.sidebarOpen ? (
          <SidePanel edge="left">
            <Sidebar />
          </SidePanel>
        ) : null}
        <div className="workspace">
          <header className="workspace-head">
            <h1 className="visually-hidden">{place === undefined ? 'Ossia' : place.bucket}</h1>
            <TabBar />
            <Toolbar />
            <NoticeBars />
            <EditBars />
            <PendingUploads />
          </header>
          <div className="columns">
            <main className="content">
              <TabViews />
            </main>
            {settings.inspectorOpen && place !== undefined ? (
              <SidePanel edge="right">
                <Inspector />
              </SidePanel>
            ) : null}
          </div>
        </div>
      </div>
      <DockPanel />
      <QuickLook />
      <CommandPalette run={run} />
      <EditorHost />
      <VersionsHost />
      <SharingHost />
      <ConnectionSwitcher />
      {dialog === 'delete' ? <DeleteDialog /> : null}
      {dialog === 'newFolder' && place !== undefined ? <NewFolderDialog place={place} /> : null}
    </div>
  )
}

function Dialogs() {
  const bucketDialog = useBucketDialogs((state) => state.dialog)
  const closeBucketDialog = useBucketDialogs((state) => state.close)
  const { open, close } = useSettingsDialogs()
  const keysAndUsers = useKeysAndUsers()
  const store = useStoreStatus()
  const createsInS3 = useProfile(bucketDialog?.kind === 'create' ? bucketDialog.profileId : localProfileId)?.kind === 's3'
  return (
    <>
      <ConflictSheet />
      <JobDialogs />
      <RestoreHost />
      <ActionDialogs />
      <ProfileDialogs />
      {bucketDialog?.kind === 'create' ? <LazyCreateBucketDialog profileId={bucketDialog.profileId} isS3={createsInS3} onClose={closeBucketDialog} /> : null}
      {bucketDialog?.kind === 'permissions' ? <LazyPolicyDialog profileId={bucketDialog.profileId} bucket={bucketDialog.bucket} onClose={closeBucketDialog} /> : null}
      {bucketDialog?.kind === 'settings' ? <LazyBucketSettings key={bucketDialog.page} profileId={bucketDialog.profileId} bucket={bucketDialog.bucket} page={bucketDialog.page} onClose={closeBucketDialog} /> : null}
      {bucketDialog?.kind === 'restore' ? <RestoreDialog target={{ profileId: bucketDialog.profileId, bucket: bucketDialog.bucket, prefix: '', momentMs: undefined }} onClose={closeBucketDialog} /> : null}
      {bucketDialog?.kind === 'delete' ? <LazyDeleteBucketDialog profileId={bucketDialog.profileId} bucket={bucketDialog.bucket} onClose={closeBucketDialog} /> : null}
      {keysAndUsers.isOpen ? <LazyKeysAndUsersDialog profileId={localProfileId} shownKeyId={store.state === 'ready' ? store.accessKeyId : undefined} onClose={keysAndUsers.close} /> : null}
      {open === 'settings' ? <LazySettingsDialog onClose={close} /> : null}
      {open === 'about' ? <LazyAboutDialog onClose={close} /> : null}
      {open === 'shortcuts' ? <LazyShortcutHelp onClose={close} /> : null}
    </>
  )
}

/** Says once that the settings file was put aside. */
function useRecoveredSettingsNotice(): void {
  const api = useApi()
  const tell = useNotices((state) => state.tell)
  const name = useQuery(settingsQuery(api)).data?.recoveredFrom
  useEffect(() => {
    if (name !== undefined) tell('common.settingsRecovered', name)
  }, [name, tell])
}
