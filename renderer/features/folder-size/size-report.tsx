import { useTranslation } from 'react-i18next'
import type { SizeReport } from '../../../electron/contract/measuring.ts'
import { useCopyText } from '../../bridge/api.tsx'
import { PropertyList } from '../../ui/property-list.tsx'
import { storageClassLabel } from '../../ui/storage-class-label.ts'
import { TruncatedName } from '../../ui/truncated-name.tsx'
import { useFormat } from '../../ui/use-format.ts'

interface Props {
  readonly report: SizeReport
  /** What names are shown below. */
  readonly prefix: string
  /** Of the largest objects. */
  readonly shown: number
}

/** Count and bytes, by storage class, with the newest, the oldest and the largest objects. */
export function SizeReportView({ report, prefix, shown }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const copyText = useCopyText()
  const { objects, bytes, classes, newestMs, oldestMs, largest } = report
  return (
    <div className="size-report">
      <p className="size-total" title={t('common.exactBytes', { count: bytes })}>
        <strong>{format.bytes(bytes)}</strong>
        <span className="is-secondary">{t('common.objectCount', { count: objects })}</span>
      </p>
      {classes.length === 0 ? null : (
        <table className="size-classes">
          <thead>
            <tr>
              <th scope="col">{t('objects.columns.storageClass')}</th>
              <th scope="col">{t('folderSize.objects')}</th>
              <th scope="col">{t('objects.columns.size')}</th>
            </tr>
          </thead>
          <tbody>
            {classes.map((one) => (
              <tr key={one.storageClass}>
                <th scope="row">
                  {storageClassLabel(one.storageClass, t)}
                  <span className="size-share" aria-hidden>
                    <span style={{ width: `${bytes === 0 ? 0 : (one.bytes / bytes) * 100}%` }} />
                  </span>
                </th>
                <td>{format.number(one.objects)}</td>
                <td title={t('common.exactBytes', { count: one.bytes })}>{format.bytes(one.bytes)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {newestMs === undefined || oldestMs === undefined ? null : (
        <PropertyList
          onCopy={copyText}
          properties={[
            { label: t('folderSize.newest'), value: format.exactTime(newestMs) },
            { label: t('folderSize.oldest'), value: format.exactTime(oldestMs) },
          ]}
        />
      )}
      {largest.length < 2 ? null : (
        <section>
          <h3 className="section-title">{t('folderSize.largest')}</h3>
          <ol className="size-largest">
            {largest.slice(0, shown).map(({ key, sizeBytes }) => (
              <li key={key} title={key}>
                <TruncatedName name={key.slice(prefix.length)} />
                <span>{format.bytes(sizeBytes)}</span>
              </li>
            ))}
          </ol>
        </section>
      )}
    </div>
  )
}
