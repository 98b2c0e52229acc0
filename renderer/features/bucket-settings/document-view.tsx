import { useTranslation } from 'react-i18next'
import type { BucketSetting } from '../../../electron/contract/bucket-settings.ts'
import { settingRequest } from '../../../electron/contract/setting-request.ts'
import { documentLines, requestLines } from './model/document-lines.ts'
import { diffLines, type DiffLine } from './model/line-diff.ts'

const marks = { same: ' ', added: '+', removed: '−' } as const

/** Lines of a document, those marked that are new or gone. */
export function LinesView({ label, lines }: { readonly label: string; readonly lines: readonly DiffLine[] }) {
  const isDiff = lines.some(({ kind }) => kind !== 'same')
  return (
    <pre className="setting-document" aria-label={label} tabIndex={0}>
      {lines.map(({ kind, text }, index) => (
        <span key={index} className={`document-line is-${kind}`}>
          {isDiff ? `${marks[kind]} ` : ''}
          {text}
          {'\n'}
        </span>
      ))}
    </pre>
  )
}

/** The request that saving sends, against the one that would give the bucket what it has. */
export function requestDiff(service: 'oss' | 's3', saved: BucketSetting, after: BucketSetting): readonly DiffLine[] {
  return diffLines(requestLines(settingRequest(service, saved)), requestLines(settingRequest(service, after)))
}

interface Props {
  readonly service: 'oss' | 's3'
  /** As the service answered it. */
  readonly document: string | undefined
  readonly saved: BucketSetting
  /** What the form stands for, when that is something else. */
  readonly draft: BucketSetting | undefined
}

/** The setting without its form: what the service answered, and what saving would send. */
export function DocumentView({ service, document, saved, draft }: Props) {
  const { t } = useTranslation()
  return (
    <>
      <h3 className="setting-subtitle">{t('bucketSettings.documentNow')}</h3>
      {document === undefined ? (
        <p className="form-hint">{t('bucketSettings.documentNone')}</p>
      ) : (
        <LinesView label={t('bucketSettings.documentNow')} lines={documentLines(document).map((text) => ({ kind: 'same', text }))} />
      )}
      {draft === undefined ? null : (
        <>
          <h3 className="setting-subtitle">{t('bucketSettings.documentSent')}</h3>
          <LinesView label={t('bucketSettings.documentSent')} lines={requestDiff(service, saved, draft)} />
        </>
      )}
    </>
  )
}
