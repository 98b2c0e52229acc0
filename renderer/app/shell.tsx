import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { Database } from 'lucide-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useApi, useCopyText } from '../bridge/api.tsx'
import { toCallError } from '../bridge/call-error.ts'
import { bucketsQuery, CreateBucketDialog, DeleteBucketDialog, useBucketDialogs, useBucketEvents } from '../features/buckets/index.ts'
import { useNavigation } from '../features/navigation/index.ts'
import { NoticeBars, useNotices } from '../features/notices/index.ts'
import { DeleteDialog, Inspector, ListingProvider, NewFolderDialog, ObjectList, QuickLook, StatusLine, Toolbar, useObjectsStore, useOpenPlace } from '../features/objects/index.ts'
import { connectionProblem, ProfileDialogs, useProfile, useProfileDialogs, useProfileEvents } from '../features/profiles/index.ts'
import { AboutDialog, SettingsDialog, settingsQuery, useSettings, useSettingsDialogs } from '../features/settings/index.ts'
import { localProfileId, StoreStateNotice, useStoreStatus, useStoreStatusEvents } from '../features/store/index.ts'
import { ConflictSheet, DropLabel, PendingUploads, useDropGuard, useTransferEvents } from '../features/transfers/index.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { ErrorNotice } from '../ui/error-notice.tsx'
import { FirstRunScreen } from './first-run-screen.tsx'
import { DockPanel, SidePanel } from './panels.tsx'
import { ShortcutHelp } from './shortcut-help.tsx'
import { Sidebar } from './sidebar.tsx'
import { useCommands } from './use-commands.ts'

/** The window: sidebar, list and inspector, transfers below. */
export function Shell() {
  useStoreStatusEvents()
  useBucketEvents()
  useTransferEvents()
  useProfileEvents()
  useDropGuard()
  useRecoveredSettingsNotice()
  const status = useStoreStatus()
  const settings = useSettings()
  // The others do not wait for the local store.
  const isReachable = useNavigation((state) => state.profileId !== localProfileId) || status.state === 'ready'
  if (settings.firstRun && status.state === 'ready') {
    return (
      <>
        <FirstRunScreen status={status} />
        <DropLabel />
        <Dialogs />
      </>
    )
  }
  return (
    <ListingProvider enabled={isReachable}>
      <Workspace />
      <DropLabel />
      <Dialogs />
    </ListingProvider>
  )
}

function Workspace() {
  const settings = useSettings()
  const status = useStoreStatus()
  const profileId = useNavigation((state) => state.profileId)
  const isLocal = profileId === localProfileId
  const requests = useCommands()
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
          <Toolbar {...requests} />
          <NoticeBars />
          <PendingUploads />
          <div className="columns">
            <main className="content">
              <div className="content-body">{isLocal && status.state !== 'ready' ? <StoreStateNotice status={status} /> : place === undefined ? <NoPlace profileId={profileId} /> : <ObjectList />}</div>
              {place === undefined ? null : <StatusLine />}
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
      {dialog === 'delete' ? <DeleteDialog /> : null}
      {dialog === 'newFolder' && place !== undefined ? <NewFolderDialog place={place} /> : null}
    </div>
  )
}

/** Before a bucket was opened. */
function NoPlace({ profileId }: { readonly profileId: string }) {
  const { t } = useTranslation()
  const api = useApi()
  const copyText = useCopyText()
  const { data: buckets, error, isFetching, refetch } = useQuery(bucketsQuery(api, profileId))
  const startEdit = useProfileDialogs((state) => state.startEdit)
  const startCreate = useBucketDialogs((state) => state.startCreate)
  if (error !== null) {
    const failure = toCallError(error)
    const problem = connectionProblem(failure)
    return (
      <ErrorNotice
        variant="page"
        error={failure}
        {...(problem === undefined ? {} : { title: t(`profiles.problem.${problem}`) })}
        onCopy={(text) => void copyText(text)}
        action={
          <>
            <Button type="primary" loading={isFetching} onClick={() => void refetch()}>
              {t('common.retry')}
            </Button>
            {profileId === localProfileId ? null : <Button onClick={() => startEdit(profileId)}>{t('profiles.editTitle')}</Button>}
          </>
        }
      />
    )
  }
  if (buckets === undefined) return null
  return buckets.length === 0 ? (
    <EmptyState icon={<Database size={20} />} title={t('buckets.empty')} hint={t('buckets.emptyHint')}>
      <Button type="primary" onClick={() => startCreate(profileId)}>
        {t('buckets.create')}
      </Button>
    </EmptyState>
  ) : (
    <EmptyState icon={<Database size={20} />} title={t('buckets.choose')} hint={t('buckets.chooseHint')} />
  )
}

function Dialogs() {
  const bucketDialog = useBucketDialogs((state) => state.dialog)
  const closeBucketDialog = useBucketDialogs((state) => state.close)
  const { open, close } = useSettingsDialogs()
  const createsInS3 = useProfile(bucketDialog?.kind === 'create' ? bucketDialog.profileId : localProfileId)?.kind === 's3'
  return (
    <>
      <ConflictSheet />
      <ProfileDialogs />
      {bucketDialog?.kind === 'create' ? <CreateBucketDialog profileId={bucketDialog.profileId} isS3={createsInS3} onClose={closeBucketDialog} /> : null}
      {bucketDialog?.kind === 'delete' ? <DeleteBucketDialog profileId={bucketDialog.profileId} bucket={bucketDialog.bucket} onClose={closeBucketDialog} /> : null}
      {open === 'settings' ? <SettingsDialog onClose={close} /> : null}
      {open === 'about' ? <AboutDialog onClose={close} /> : null}
      {open === 'shortcuts' ? <ShortcutHelp onClose={close} /> : null}
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
