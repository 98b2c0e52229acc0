import { Button, Modal } from 'antd'
import { Copy, Import, Lock, Pencil, Plus, Stethoscope, Trash2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Profile } from '../../../electron/contract/profiles.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { useNotices } from '../notices/index.ts'
import { ConnectionState } from './connection-state.tsx'
import { useProfileDialogs } from './dialogs.ts'
import { useProfileChange, useProfiles } from './queries.ts'

/** Every connection: to add, change, copy and forget. */
export function ConnectionsDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation()
  const others = useProfiles().filter((profile) => profile.kind !== 'local')
  const startAdd = useProfileDialogs((state) => state.startAdd)
  const startImport = useProfileDialogs((state) => state.startImport)
  return (
    <Modal
      open
      centered
      width={600}
      title={t('profiles.title')}
      onCancel={onClose}
      footer={
        <div className="form-actions">
          <Button type="primary" icon={<Plus size={14} />} onClick={startAdd}>
            {t('profiles.add')}
          </Button>
          <span className="form-buttons">
            <Button icon={<Import size={14} />} onClick={startImport}>
              {t('imports.open')}
            </Button>
            <Button onClick={onClose}>{t('common.close')}</Button>
          </span>
        </div>
      }
    >
      <p className="dialog-lead">{t('profiles.managerLead')}</p>
      {others.length === 0 ? (
        <EmptyState title={t('profiles.empty')} hint={t('profiles.emptyHint')} />
      ) : (
        <ul className="connection-table" aria-label={t('profiles.title')}>
          {others.map((profile) => (
            <ConnectionItem key={profile.profileId} profile={profile} />
          ))}
        </ul>
      )}
    </Modal>
  )
}

function ConnectionItem({ profile }: { readonly profile: Profile }) {
  const { t } = useTranslation()
  const { profileId, name, colour, kind, endpoint, presetPath, readOnly } = profile
  const startEdit = useProfileDialogs((state) => state.startEdit)
  const startDelete = useProfileDialogs((state) => state.startDelete)
  const startDoctor = useProfileDialogs((state) => state.startDoctor)
  const reportError = useNotices((state) => state.reportError)
  const duplicate = useProfileChange<string>((api, copyName) => api.profiles.duplicateProfile({ profileId, name: copyName }))
  return (
    <li className={`connection-item is-${colour}`}>
      <span className="connection-text">
        <span className="connection-title">
          <span className="connection-name" title={name}>
          {name}
        </span>
          {readOnly ? <Lock size={13} role="img" aria-label={t('profiles.readOnly')} /> : null}
          <ConnectionState profile={profile} />
        </span>
        <span className="connection-place is-mono" title={endpoint}>
          {t(`profiles.kinds.${kind}`)} · {endpoint.replace(/^https:\/\//, '')}
          {presetPath === '' ? '' : ` · ${presetPath}`}
        </span>
      </span>
      <IconButton label={`${t('doctor.open')} ${name}`} icon={<Stethoscope size={14} />} onClick={() => startDoctor(profileId)} />
      <IconButton label={`${t('profiles.edit')} ${name}`} icon={<Pencil size={14} />} onClick={() => startEdit(profileId)} />
      <IconButton
        label={`${t('profiles.duplicate')} ${name}`}
        icon={<Copy size={14} />}
        onClick={() => duplicate.mutate(t('profiles.copyName', { name }).slice(0, 100), { onError: reportError })}
      />
      <IconButton label={`${t('profiles.delete')} ${name}`} danger icon={<Trash2 size={14} />} onClick={() => startDelete(profileId)} />
    </li>
  )
}
