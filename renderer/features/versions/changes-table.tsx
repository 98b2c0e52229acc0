import { useTranslation } from 'react-i18next'
import type { VersionChange } from '../../../electron/contract/versions.ts'
import { storageClassLabel } from '../../ui/storage-class-label.ts'
import { useFormat } from '../../ui/use-format.ts'

interface Props {
  readonly changes: readonly VersionChange[]
  readonly unknown: readonly ('acl' | 'tags')[]
  readonly beforeLabel: string
  readonly afterLabel: string
}

/** What differs between two versions besides what their bytes say, side by side. */
export function ChangesTable({ changes, unknown, beforeLabel, afterLabel }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const text = ({ aspect }: VersionChange, value: string | undefined): string => {
    if (value === undefined) return '—'
    if (aspect === 'content') return format.bytesAndExact(Number(value))
    return aspect === 'storageClass' ? storageClassLabel(value, t) : value
  }
  return (
    <div className="changes" tabIndex={0} data-testid="version-changes">
      {changes.length === 0 ? (
        <p className="changes-none">{t('versions.sameEverything')}</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">{t('versions.what')}</th>
              <th scope="col">{beforeLabel}</th>
              <th scope="col">{afterLabel}</th>
            </tr>
          </thead>
          <tbody>
            {changes.map((change) => (
              <tr key={`${change.aspect} ${change.name ?? ''}`}>
                <th scope="row">
                  {t(`versions.aspect.${change.aspect}`)}
                  {change.name === undefined ? null : <span className="changes-name">{change.name}</span>}
                </th>
                <td className={change.before === undefined ? 'is-secondary' : ''}>{text(change, change.before)}</td>
                <td className={change.after === undefined ? 'is-secondary' : ''}>{text(change, change.after)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {unknown.map((aspect) => (
        <p key={aspect} className="changes-none">
          {t(`versions.unknown.${aspect}`)}
        </p>
      ))}
    </div>
  )
}
