import { Input } from 'antd'
import { CircleCheck, CircleX } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { comparableReferer, evaluateReferer } from '../../../../storage-core/policy/referer.ts'
import { settingOf, type SettingForms } from '../model/forms.ts'

/** Whether a page may use the bucket, by the lists as they are written now. */
export function RefererTester({ form }: { readonly form: SettingForms['referer'] }) {
  const { t } = useTranslation()
  const [referer, setReferer] = useState('')
  const setting = settingOf(form)
  const decision = evaluateReferer(setting, referer)
  const compared = comparableReferer(setting, referer)
  const pattern = 'pattern' in decision ? decision.pattern : ''
  return (
    <aside className="setting-tester" aria-label={t('bucketSettings.referer.tester')}>
      <h3 className="setting-subtitle">{t('bucketSettings.referer.tester')}</h3>
      <p className="form-hint">{t('bucketSettings.referer.testerLead')}</p>
      <label className="stacked-field">
        <span>{t('bucketSettings.referer.referer')}</span>
        <Input size="small" className="is-mono" placeholder={t('bucketSettings.referer.refererHint')} value={referer} onChange={(event) => setReferer(event.target.value.trim())} />
      </label>
      <div className={`decision ${decision.allowed ? 'is-allowed' : 'is-denied'}`} role="status">
        {decision.allowed ? <CircleCheck size={18} className="is-ok" aria-hidden /> : <CircleX size={18} className="is-danger" aria-hidden />}
        <div>
          <p>
            <strong>{t(decision.allowed ? 'bucketSettings.referer.allow' : 'bucketSettings.referer.refuse')}</strong>
          </p>
          <p>{t(`bucketSettings.referer.reasons.${decision.reason}`, { pattern })}</p>
          {compared === referer ? null : <p className="form-hint">{t('bucketSettings.referer.compared', { text: compared })}</p>}
        </div>
      </div>
    </aside>
  )
}
