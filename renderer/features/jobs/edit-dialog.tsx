import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Button, Form, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ObjectEdit } from '../../../electron/contract/object-jobs.ts'
import { useApi } from '../../bridge/api.tsx'
import { useNotices } from '../notices/index.ts'
import { useProfile } from '../profiles/index.ts'
import type { ChosenObjects } from '../transfers/index.ts'
import { editOfDraft, emptyDraft } from './edit-draft.ts'
import { EditFields } from './edit-fields.tsx'
import { EditPreviewTable } from './edit-preview.tsx'

interface Props {
  readonly kind: ObjectEdit['kind']
  readonly chosen: ChosenObjects
  readonly onClose: () => void
}

/** A change of the chosen objects, with what it would do to the first of them, before it starts. */
export function EditDialog({ kind, chosen, onClose }: Props) {
  const { t } = useTranslation()
  const api = useApi()
  const isS3 = useProfile(chosen.place.profileId)?.kind === 's3'
  const [draft, setDraft] = useState(() => ({ ...emptyDraft, storageClass: isS3 ? 'STANDARD_IA' : 'IA' }))
  const edit = editOfDraft(kind, draft)
  const { profileId, bucket, prefix } = chosen.place
  const request = { profileId, bucket, basePrefix: prefix, selection: chosen.selection }
  const preview = useQuery({
    queryKey: ['preview-edit', request, edit],
    queryFn: ({ signal }) => (edit === undefined ? null : api.transfers.previewEdit({ ...request, edit }, { signal })),
    placeholderData: keepPreviousData,
    enabled: edit !== undefined,
    gcTime: 0,
  })
  const start = async () => {
    if (edit === undefined || obstacle !== undefined) return
    onClose()
    try {
      await api.transfers.enqueueEdit({ ...request, edit })
    } catch (thrown) {
      useNotices.getState().reportError(thrown)
    }
  }
  const found = preview.data ?? undefined
  // How many of them are archived is known where all of them were looked at.
  const archived = kind === 'restore' && found?.complete === true && found.rows.length === found.objects && found.rows.every(({ error }) => error === undefined) ? found.rows.filter(({ changes }) => changes.length > 0).length : undefined
  const obstacle = edit === undefined ? t('jobs.edit.incomplete') : archived === 0 ? t('jobs.edit.noneArchived') : undefined
  const applyLabel = (): string => {
    if (kind === 'restore') return archived === undefined || archived === 0 ? t('jobs.edit.restoreOpen') : t('jobs.edit.restoreApply', { count: archived })
    return found === undefined || !found.complete ? t('jobs.edit.applyOpen') : t('jobs.edit.apply', { count: found.objects })
  }
  const isPublic = edit?.kind === 'acl' && edit.acl.startsWith('public')
  return (
    <Modal
      open
      centered
      width={640}
      title={t(`jobs.edit.title.${kind}`)}
      onCancel={onClose}
      footer={[
        <Button key="cancel" onClick={onClose}>
          {t('common.cancel')}
        </Button>,
        <Button key="apply" type="primary" danger={isPublic} disabled={obstacle !== undefined} title={obstacle} onClick={() => void start()}>
          {applyLabel()}
        </Button>,
      ]}
    >
      <Form layout="vertical" requiredMark={false} onFinish={() => void start()}>
        <EditFields kind={kind} draft={draft} isS3={isS3} onChange={setDraft} />
      </Form>
      <EditPreviewTable kind={kind} preview={edit === undefined ? undefined : found} error={edit === undefined ? null : preview.error} prefix={prefix} />
    </Modal>
  )
}
