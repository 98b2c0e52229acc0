import { useTranslation } from 'react-i18next'
import type { EditPreview, EditPreviewRow, ObjectEdit } from '../../../electron/contract/object-jobs.ts'
import { useCopyText } from '../../bridge/api.tsx'
import { toCallError } from '../../bridge/call-error.ts'
import { describeError } from '../../ui/describe-error.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { TruncatedName } from '../../ui/truncated-name.tsx'

interface Props {
  readonly kind: ObjectEdit['kind']
  readonly preview: EditPreview | undefined
  readonly error: Error | null
  readonly prefix: string
}

/** How many objects a change is about, and what the first of them were and would be. */
export function EditPreviewTable({ kind, preview, error, prefix }: Props) {
  const { t } = useTranslation()
  const copyText = useCopyText()
  if (error !== null) return <ErrorNotice variant="inline" error={toCallError(error)} onCopy={(text) => void copyText(text)} />
  if (preview === undefined) return null
  const writesAnew = kind === 'storageClass' || kind === 'metadata'
  return (
    <div className="edit-preview">
      <p className="dialog-lead">
        {preview.complete ? t('jobs.edit.previewCount', { count: preview.objects }) : t('jobs.edit.previewOpen', { count: preview.objects })}
        {preview.rows.length < preview.objects ? ` ${t('jobs.edit.previewFirst')}` : ''}
      </p>
      {writesAnew && preview.versioning === true ? <p className="dialog-lead">{t('jobs.edit.versioned')}</p> : null}
      <div className="conflict-scroll" tabIndex={0} role="region" aria-label={t('jobs.edit.preview')}>
        <table className="conflict-table">
          <tbody>
            {preview.rows.map((row) => (
              <tr key={row.key}>
                <td>
                  <TruncatedName name={row.key.slice(prefix.length)} />
                </td>
                <td>
                  <Changes kind={kind} row={row} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  )
}

function Changes({ kind, row }: { readonly kind: Props['kind']; readonly row: EditPreviewRow }) {
  const { t } = useTranslation()
  if (row.error !== undefined) return <span className="is-danger">{describeError(row.error.code, t, row.error.message).what}</span>
  if (row.changes.length === 0) return <span className="is-secondary">{t('jobs.edit.unchanged')}</span>
  // A restored object keeps its class.
  if (kind === 'restore') return row.changes.map(({ field, before, after }) => <span key={field}>{t('jobs.edit.readableFor', { storageClass: before, count: Number(after) })}</span>)
  return (
    <ul className="edit-changes">
      {row.changes.map(({ field, before, after }) => (
        <li key={field}>
          <code>{field}</code>
          {before === after ? (
            <span>{after}</span>
          ) : (
            <>
              <del>{before ?? t('jobs.edit.none')}</del>
              <span aria-hidden>→</span>
              <ins>{after ?? t('jobs.edit.none')}</ins>
            </>
          )}
        </li>
      ))}
    </ul>
  )
}
