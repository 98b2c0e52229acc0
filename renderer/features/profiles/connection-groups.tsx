import { ChevronRight, Copy, Lock, Pencil, Plus, RefreshCw, Settings2, Stethoscope, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Profile } from '../../../electron/contract/profiles.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { PointMenu, type MenuEntries } from '../../ui/point-menu.tsx'
import { BucketList } from '../buckets/index.ts'
import { schemeOf, useNavigation, type DropHandlers, type Place } from '../navigation/index.ts'
import { useNotices } from '../notices/index.ts'
import { ConnectionState } from './connection-state.tsx'
import { useProfileDialogs } from './dialogs.ts'
import { homeOf } from './home.ts'
import { useProfileChange, useProfiles } from './queries.ts'

interface Props {
  readonly dropHandlers: (place: Place) => DropHandlers
  readonly isDropTarget: (place: Place) => boolean
}

/** The connections beside the local store. Several can be open at once, each with its buckets. */
export function ConnectionGroups({ dropHandlers, isDropTarget }: Props) {
  const { t } = useTranslation()
  const others = useProfiles().filter((profile) => profile.kind !== 'local')
  const manage = useProfileDialogs((state) => state.manage)
  const startAdd = useProfileDialogs((state) => state.startAdd)
  return (
    <section className="connection-section" aria-label={t('profiles.title')}>
      <div className="sidebar-heading">
        <h2>{t('profiles.title')}</h2>
        <IconButton label={t('profiles.manage')} icon={<Settings2 size={14} />} onClick={manage} />
        <IconButton label={t('profiles.add')} icon={<Plus size={16} />} onClick={startAdd} />
      </div>
      {others.map((profile) => (
        <ConnectionGroup key={profile.profileId} profile={profile} dropHandlers={dropHandlers} isDropTarget={isDropTarget} />
      ))}
    </section>
  )
}

function ConnectionGroup({ profile, dropHandlers, isDropTarget }: Props & { readonly profile: Profile }) {
  const { t } = useTranslation()
  const { profileId, name, colour, readOnly } = profile
  const isCurrent = useNavigation((state) => state.profileId === profileId)
  const choose = useNavigation((state) => state.choose)
  const isOpen = useProfileDialogs((state) => state.opened.has(profileId))
  const setOpened = useProfileDialogs((state) => state.setOpened)
  const startEdit = useProfileDialogs((state) => state.startEdit)
  const startDelete = useProfileDialogs((state) => state.startDelete)
  const startDoctor = useProfileDialogs((state) => state.startDoctor)
  const startRenew = useProfileDialogs((state) => state.startRenew)
  const reportError = useNotices((state) => state.reportError)
  const duplicate = useProfileChange<string>((api, copyName) => api.profiles.duplicateProfile({ profileId, name: copyName }))
  const [menu, setMenu] = useState<{ readonly x: number; readonly y: number } | undefined>(undefined)
  const toggle = () => {
    // A click on the one in use closes it; on any other it goes there.
    if (isOpen && isCurrent) setOpened(profileId, false)
    else {
      setOpened(profileId, true)
      choose(profileId, homeOf(profile))
    }
  }
  const entries: MenuEntries = [
    { key: 'edit', label: t('profiles.edit'), icon: <Pencil size={14} />, run: () => startEdit(profileId) },
    { key: 'doctor', label: t('doctor.open'), icon: <Stethoscope size={14} />, run: () => startDoctor(profileId) },
    ...(profile.isTemporary === true ? [{ key: 'renew', label: t('profiles.renewEntry'), icon: <RefreshCw size={14} />, run: () => startRenew(profileId) }] : []),
    {
      key: 'duplicate',
      label: t('profiles.duplicate'),
      icon: <Copy size={14} />,
      run: () => duplicate.mutate(t('profiles.copyName', { name }).slice(0, 100), { onError: reportError }),
    },
    'separator',
    { key: 'delete', label: t('profiles.delete'), icon: <Trash2 size={14} />, danger: true, run: () => startDelete(profileId) },
  ]
  return (
    <div className={`connection-group is-${colour}`}>
      <button
        type="button"
        className={isCurrent ? 'connection-row is-current' : 'connection-row'}
        aria-expanded={isOpen}
        aria-current={isCurrent ? 'true' : undefined}
        data-connection={name}
        onClick={toggle}
        onContextMenu={(event) => {
          event.preventDefault()
          setMenu({ x: event.clientX, y: event.clientY })
        }}
      >
        <ChevronRight size={14} className="connection-arrow" aria-hidden />
        <span className="connection-name" title={name}>
          {name}
        </span>
        <ConnectionState profile={profile} onlyTrouble />
        {readOnly ? (
          <span title={t('profiles.readOnlyHint')} className="connection-lock">
            <Lock size={13} role="img" aria-label={t('profiles.readOnly')} />
          </span>
        ) : null}
      </button>
      {isOpen ? (
        <BucketList
          profileId={profileId}
          scheme={schemeOf(profile.kind)}
          lockedReason={readOnly ? t('profiles.readOnlyReason') : undefined}
          dropHandlers={dropHandlers}
          isDropTarget={isDropTarget}
        />
      ) : null}
      {menu === undefined ? null : <PointMenu at={menu} entries={entries} onClose={() => setMenu(undefined)} />}
    </div>
  )
}
