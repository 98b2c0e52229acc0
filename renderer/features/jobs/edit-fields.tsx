import { Button, Checkbox, Form, Input, InputNumber, Radio, Select } from 'antd'
import { Plus, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { ObjectAcl } from '../../../storage-core/model/acl.ts'
import { storedHeaderNames } from '../../../storage-core/model/object.ts'
import { RestoreTier } from '../../../storage-core/model/restore.ts'
import { StorageClass } from '../../../storage-core/model/storage-class.ts'
import type { ObjectEdit } from '../../../electron/contract/object-jobs.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { emptyRow, type DraftRow, type EditDraft } from './edit-draft.ts'

/** Source: "Amazon S3 API Reference", storage classes that an object can be put into. */
const s3Classes = ['STANDARD', 'STANDARD_IA', 'ONEZONE_IA', 'INTELLIGENT_TIERING', 'GLACIER_IR', 'GLACIER', 'DEEP_ARCHIVE']
const modes = ['merge', 'replace', 'remove'] as const
const tiers = ['default', ...RestoreTier.options] as const

interface Props {
  readonly kind: ObjectEdit['kind']
  readonly draft: EditDraft
  readonly isS3: boolean
  readonly onChange: (draft: EditDraft) => void
}

/** The part of the form that belongs to this kind of change. */
export function EditFields({ kind, draft, isS3, onChange }: Props) {
  const { t } = useTranslation()
  const change = (part: Partial<EditDraft>) => onChange({ ...draft, ...part })
  switch (kind) {
    case 'restore':
      return (
        <>
          <Form.Item label={t('jobs.edit.days')} htmlFor="edit-days">
            <InputNumber id="edit-days" autoFocus min={1} max={365} precision={0} value={draft.days} onChange={(days) => change({ days: days ?? 0 })} />
          </Form.Item>
          <Form.Item label={t('jobs.edit.tier')} htmlFor="edit-tier" help={t('jobs.edit.tierHint')}>
            <Select<(typeof tiers)[number]>
              id="edit-tier"
              value={draft.tier ?? 'default'}
              options={tiers.map((tier) => ({ value: tier, label: tier === 'default' ? t('jobs.edit.tierDefault') : tier }))}
              onChange={(tier) => change({ tier: tier === 'default' ? undefined : tier })}
            />
          </Form.Item>
        </>
      )
    case 'storageClass':
      return (
        <Form.Item label={t('jobs.edit.storageClassLabel')} htmlFor="edit-class" help={t('jobs.edit.storageClassHint')}>
          <Select id="edit-class" autoFocus value={draft.storageClass} options={(isS3 ? s3Classes : StorageClass.options).map((value) => ({ value, label: value }))} onChange={(storageClass) => change({ storageClass })} />
        </Form.Item>
      )
    case 'acl':
      return (
        <Form.Item label={t('jobs.edit.aclLabel')} help={draft.acl.startsWith('public') ? t('jobs.edit.aclPublic') : undefined}>
          <Radio.Group aria-label={t('jobs.edit.aclLabel')} value={draft.acl} onChange={(event) => change({ acl: ObjectAcl.parse(event.target.value) })} options={ObjectAcl.options.map((value) => ({ value, label: value }))} />
        </Form.Item>
      )
    case 'metadata':
      return (
        <>
          <Form.Item label={t('jobs.edit.header')}>
            <Rows rows={draft.headers} canRemove names={storedHeaderNames} nameLabel={t('jobs.edit.header')} onChange={(headers) => change({ headers })} />
          </Form.Item>
          <Form.Item label={t('jobs.edit.userMetadata')} help={t('jobs.edit.emptyKeeps')}>
            <Rows rows={draft.userMetadata} canRemove nameLabel={t('jobs.edit.userMetadata')} onChange={(userMetadata) => change({ userMetadata })} />
          </Form.Item>
        </>
      )
    case 'tags':
      return (
        <>
          <Form.Item label={t('jobs.edit.tagsMode')}>
            <Radio.Group
              aria-label={t('jobs.edit.tagsMode')}
              value={draft.mode}
              onChange={(event) => change({ mode: modes.find((mode) => mode === event.target.value) ?? 'merge' })}
              options={modes.map((value) => ({ value, label: t(`jobs.edit.tagsModes.${value}`) }))}
            />
          </Form.Item>
          <Form.Item label={t('jobs.edit.name')}>
            <Rows rows={draft.tags} withoutValue={draft.mode === 'remove'} nameLabel={t('jobs.edit.name')} onChange={(tags) => change({ tags })} />
          </Form.Item>
        </>
      )
  }
}

interface RowsProps {
  readonly rows: readonly DraftRow[]
  /** The names to choose from; any when absent. */
  readonly names?: readonly string[]
  readonly nameLabel: string
  /** Whether a line may take an entry away. */
  readonly canRemove?: boolean
  readonly withoutValue?: boolean
  readonly onChange: (rows: readonly DraftRow[]) => void
}

function Rows({ rows, names, nameLabel, canRemove = false, withoutValue = false, onChange }: RowsProps) {
  const { t } = useTranslation()
  const set = (id: number, part: Partial<DraftRow>) => onChange(rows.map((row) => (row.id === id ? { ...row, ...part } : row)))
  return (
    <div className="edit-rows">
      {rows.map((row) => (
        <div key={row.id} className="edit-row">
          {names === undefined ? (
            <Input aria-label={nameLabel} placeholder={t('jobs.edit.name')} spellCheck={false} value={row.name} onChange={(event) => set(row.id, { name: event.target.value })} />
          ) : (
            <Select aria-label={nameLabel} className="edit-name" value={row.name === '' ? null : row.name} options={names.map((value) => ({ value, label: value }))} onChange={(name) => set(row.id, { name: name ?? '' })} />
          )}
          {withoutValue ? null : <Input aria-label={t('jobs.edit.value')} placeholder={t('jobs.edit.value')} spellCheck={false} disabled={row.removes} value={row.removes ? '' : row.value} onChange={(event) => set(row.id, { value: event.target.value })} />}
          {canRemove ? (
            <Checkbox checked={row.removes} onChange={(event) => set(row.id, { removes: event.target.checked })}>
              {t('jobs.edit.takesAway')}
            </Checkbox>
          ) : null}
          <IconButton label={t('jobs.edit.removeRow', { name: row.name })} icon={<X size={14} />} disabledReason={rows.length === 1 ? '' : undefined} onClick={() => onChange(rows.filter(({ id }) => id !== row.id))} />
        </div>
      ))}
      <Button size="small" icon={<Plus size={14} />} onClick={() => onChange([...rows, emptyRow(Math.max(...rows.map(({ id }) => id)) + 1)])}>
        {t('jobs.edit.addRow')}
      </Button>
    </div>
  )
}
