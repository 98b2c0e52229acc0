import { useQuery } from '@tanstack/react-query'
import { Button, Modal, Select, Skeleton } from 'antd'
import { ChevronRight, Database, Folder } from 'lucide-react'
import { Fragment, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useApi, useCopyText } from '../../bridge/api.tsx'
import { toCallError } from '../../bridge/call-error.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { nameOf, prefixSegments } from '../../ui/names.ts'
import { bucketsQuery } from '../buckets/index.ts'
import type { Place } from '../navigation/index.ts'
import { useProfiles } from '../profiles/index.ts'
import { isIntoItself, placeName, useCopier, type ChosenObjects, type CopyVerb } from '../transfers/index.ts'

const foldersShown = 500

interface Props {
  readonly verb: CopyVerb
  readonly chosen: ChosenObjects
  readonly onClose: () => void
}

/** Where a copy or move goes: a connection, a bucket, a folder. Starts where the objects are. */
export function FolderChooser({ verb, chosen, onClose }: Props) {
  const { t } = useTranslation()
  const { copyTo } = useCopier()
  const profiles = useProfiles()
  const [profileId, setProfileId] = useState(chosen.place.profileId)
  const [at, setAt] = useState<Pick<Place, 'bucket' | 'prefix'> | undefined>(chosen.place)
  const target = at === undefined ? undefined : { profileId, ...at }
  const impossible = target !== undefined && isIntoItself(chosen, target, verb)
  const targets = profiles.filter((profile) => !profile.readOnly).map((profile) => ({ value: profile.profileId, label: profile.kind === 'local' ? t('store.localStore') : profile.name }))
  const reason = target === undefined ? t('jobs.chooser.chooseBucket') : impossible ? t('jobs.chooser.impossible') : undefined
  return (
    <Modal
      open
      centered
      width={520}
      title={t(verb === 'move' ? 'jobs.chooser.titleMove' : 'jobs.chooser.titleCopy', { count: chosen.count })}
      onCancel={onClose}
      footer={[
        <Button key="cancel" onClick={onClose}>
          {t('common.cancel')}
        </Button>,
        <Button
          key="here"
          type="primary"
          disabled={reason !== undefined}
          title={reason}
          onClick={() => {
            onClose()
            if (target !== undefined) void copyTo(chosen, target, verb)
          }}
        >
          {t(verb === 'move' ? 'jobs.chooser.moveHere' : 'jobs.chooser.copyHere')}
        </Button>,
      ]}
    >
      {targets.length < 2 ? null : (
        <Select
          className="chooser-connection"
          aria-label={t('jobs.chooser.connection')}
          value={profileId}
          options={targets}
          onChange={(value) => {
            setProfileId(value)
            setAt(undefined)
          }}
        />
      )}
      <nav className="chooser-crumbs" aria-label={t('objects.address')}>
        <Button size="small" type="text" icon={<Database size={14} />} onClick={() => setAt(undefined)}>
          {t('jobs.chooser.buckets')}
        </Button>
        {at === undefined
          ? null
          : [{ name: at.bucket, prefix: '' }, ...prefixSegments(at.prefix)].map(({ name, prefix }) => (
              <Fragment key={prefix}>
                <ChevronRight size={12} aria-hidden />
                <Button size="small" type="text" onClick={() => setAt({ bucket: at.bucket, prefix })}>
                  {name === '' ? '/' : name}
                </Button>
              </Fragment>
            ))}
      </nav>
      {at === undefined ? (
        <BucketChoice profileId={profileId} onChoose={(bucket) => setAt({ bucket, prefix: '' })} />
      ) : (
        <FolderChoice key={`${profileId}/${at.bucket}/${at.prefix}`} place={{ profileId, ...at }} onChoose={(prefix) => setAt({ bucket: at.bucket, prefix })} />
      )}
      {reason === undefined ? null : <p className="dialog-lead">{reason}</p>}
      {profileId === chosen.place.profileId ? null : <p className="dialog-lead">{t('jobs.chooser.relayedHint')}</p>}
    </Modal>
  )
}

interface ChoiceProps {
  readonly label: string
  readonly isPending: boolean
  readonly error: Error | null
  readonly names: readonly { readonly id: string; readonly name: string }[]
  readonly isBuckets: boolean
  readonly empty: string
  readonly onChoose: (id: string) => void
}

function Choice({ label, isPending, error, names, isBuckets, empty, onChoose }: ChoiceProps) {
  const copyText = useCopyText()
  const Icon = isBuckets ? Database : Folder
  if (error !== null) return <ErrorNotice variant="inline" error={toCallError(error)} onCopy={(text) => void copyText(text)} />
  return (
    <ul className="chooser-list" aria-label={label} aria-busy={isPending}>
      {isPending ? <Skeleton active title={false} paragraph={{ rows: 3 }} /> : null}
      {!isPending && names.length === 0 ? <li className="chooser-empty">{empty}</li> : null}
      {names.map(({ id, name }) => (
        <li key={id}>
          <button type="button" className="chooser-row" title={name} onClick={() => onChoose(id)}>
            <Icon size={14} aria-hidden />
            <span>{name}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}

function BucketChoice({ profileId, onChoose }: { readonly profileId: string; readonly onChoose: (bucket: string) => void }) {
  const { t } = useTranslation()
  const api = useApi()
  const { data = [], isPending, error } = useQuery(bucketsQuery(api, profileId))
  const names = data.map(({ name }) => ({ id: name, name }))
  return <Choice label={t('jobs.chooser.buckets')} isBuckets isPending={isPending} error={error} names={names} empty={t('jobs.chooser.chooseBucket')} onChoose={onChoose} />
}

function FolderChoice({ place, onChoose }: { readonly place: Place; readonly onChoose: (prefix: string) => void }) {
  const { t } = useTranslation()
  const api = useApi()
  const { data, isPending, error } = useQuery({
    queryKey: ['folders-of', place],
    queryFn: async ({ signal }) => {
      const { profileId, bucket, prefix } = place
      // Folders come first in every order, so the first rows are enough.
      const { rows, progress } = await api.listing.open({ profileId, bucket, prefix, view: { column: 'name', direction: 'ascending', filter: '' }, limit: foldersShown }, { signal })
      await api.listing.close({ sessionId: progress.sessionId })
      return rows.filter((row) => row.kind === 'folder').map((row) => row.key)
    },
    gcTime: 0,
    staleTime: 0,
  })
  const folders = data ?? []
  const names = folders.map((key) => ({ id: key, name: nameOf(key).replace(/(.)\/$/u, '$1') }))
  return (
    <>
      <Choice
        label={t('jobs.chooser.folders', { place: placeName(place.bucket, place.prefix) })}
        isBuckets={false}
        isPending={isPending}
        error={error}
        names={names}
        empty={t('jobs.chooser.noFolders')}
        onChoose={onChoose}
      />
      {folders.length < foldersShown ? null : <p className="dialog-lead">{t('jobs.chooser.moreFolders', { count: foldersShown })}</p>}
    </>
  )
}
