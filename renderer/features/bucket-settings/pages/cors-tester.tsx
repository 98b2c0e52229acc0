import { Input, Select } from 'antd'
import { CircleCheck, CircleX } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { corsMethods } from '../../../../storage-core/model/bucket-settings.ts'
import type { CorsHeaders } from '../../../../storage-core/policy/cors.ts'
import { settingOf, type SettingForms } from '../model/forms.ts'
import { tryCors, type TriedPage } from '../model/try-settings.ts'

const exampleOrigin = 'https://www.example.com'

/** What a page of another origin would be told, by the rules as they are written now. */
export function CorsTester({ form }: { readonly form: SettingForms['cors'] }) {
  const { t } = useTranslation()
  const [tried, setTried] = useState<TriedPage>({ origin: '', method: 'GET', headers: '' })
  const change = (part: Partial<TriedPage>) => setTried((before) => ({ ...before, ...part }))
  const setting = settingOf(form)
  const { rule, preflight, answer, verdicts } = tryCors(setting, tried)
  return (
    <aside className="setting-tester" aria-label={t('bucketSettings.cors.tester')}>
      <h3 className="setting-subtitle">{t('bucketSettings.cors.tester')}</h3>
      <p className="form-hint">{t('bucketSettings.cors.testerLead')}</p>
      <label className="simulator-row">
        <span>{t('bucketSettings.cors.origin')}</span>
        <Input size="small" className="is-mono" placeholder={exampleOrigin} value={tried.origin} onChange={(event) => change({ origin: event.target.value.trim() })} />
      </label>
      <label className="simulator-row">
        <span>{t('bucketSettings.cors.method')}</span>
        <Select size="small" aria-label={t('bucketSettings.cors.method')} value={tried.method} options={[...corsMethods, 'PATCH'].map((value) => ({ value, label: value }))} onChange={(method) => change({ method })} />
      </label>
      <label className="simulator-row">
        <span>{t('bucketSettings.cors.announced')}</span>
        <Input size="small" className="is-mono" placeholder={t('bucketSettings.cors.announcedHint')} value={tried.headers} onChange={(event) => change({ headers: event.target.value })} />
      </label>
      {tried.origin === '' ? (
        <p className="form-hint">{t('bucketSettings.cors.needOrigin')}</p>
      ) : (
        <div className={`decision ${rule === undefined ? 'is-denied' : 'is-allowed'}`} role="status">
          {rule === undefined ? <CircleX size={18} className="is-danger" aria-hidden /> : <CircleCheck size={18} className="is-ok" aria-hidden />}
          <strong>{rule === undefined ? t(verdicts.length === 0 ? 'bucketSettings.cors.refusedNone' : 'bucketSettings.cors.refused') : t('bucketSettings.cors.answers', { number: rule + 1 })}</strong>
        </div>
      )}
      {tried.origin === '' || rule !== undefined || verdicts.length === 0 ? null : (
        <ol className="verdict-list" aria-label={t('bucketSettings.cors.why')}>
          {verdicts.map(({ origin, method, refusedHeaders }, index) => (
            <li key={index}>
              <span>{t('bucketSettings.cors.rule', { number: index + 1 })}</span>
              <span>
                {[
                  origin ? undefined : t('bucketSettings.cors.whyOrigin'),
                  method ? undefined : t('bucketSettings.cors.whyMethod'),
                  refusedHeaders.length === 0 ? undefined : t('bucketSettings.cors.whyHeaders', { names: refusedHeaders.join(', ') }),
                ]
                  .filter((part) => part !== undefined)
                  .join('; ')}
              </span>
            </li>
          ))}
        </ol>
      )}
      {tried.origin === '' || preflight === undefined ? null : <Headers label={t('bucketSettings.cors.preflight')} headers={preflight} />}
      {tried.origin === '' || answer === undefined ? null : <Headers label={t('bucketSettings.cors.answer')} headers={answer} />}
    </aside>
  )
}

function Headers({ label, headers }: { readonly label: string; readonly headers: CorsHeaders }) {
  return (
    <>
      <h4 className="tester-title">{label}</h4>
      <pre className="setting-document" aria-label={label} tabIndex={0}>
        {Object.entries(headers)
          .map(([name, value]) => `${name}: ${value}`)
          .join('\n')}
      </pre>
    </>
  )
}
