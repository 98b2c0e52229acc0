import { Input, Switch } from 'antd'
import { useTranslation } from 'react-i18next'
import type { PageProps } from '../page-props.ts'
import { SettingPage } from '../setting-page.tsx'
import { RefererTester } from './referer-tester.tsx'

/** Which sites may embed the bucket's objects. */
export function RefererPage(props: PageProps) {
  const { t } = useTranslation()
  return (
    <SettingPage
      {...props}
      name="referer"
      meaning={t('bucketSettings.referer.meaning')}
      stateOf={({ referers, blacklist }) => {
        if (referers.length > 0) return { tone: 'ok', text: t('bucketSettings.referer.white', { count: referers.length }) }
        return blacklist.length > 0 ? { tone: 'ok', text: t('bucketSettings.referer.black', { count: blacklist.length }) } : { tone: 'off', text: t('bucketSettings.referer.off') }
      }}
    >
      {({ form, onChange }) => {
        const flag = (name: 'allowEmptyReferer' | 'allowTruncateQueryString' | 'truncatePath', label: string, hint: string) => (
          <label className="switch-row">
            <Switch size="small" checked={form[name]} onChange={(checked) => onChange({ ...form, [name]: checked })} />
            <span>
              {label}
              <span className="form-hint">{hint}</span>
            </span>
          </label>
        )
        return (
          <div className="setting-columns">
            <div>
              <label className="stacked-field">
                <span>{t('bucketSettings.referer.allowed')}</span>
                <Input.TextArea
                  className="is-mono"
                  spellCheck={false}
                  rows={6}
                  placeholder={t('bucketSettings.referer.example')}
                  value={form.referers}
                  onChange={(event) => onChange({ ...form, referers: event.target.value })}
                />
                <span className="form-hint">{t('bucketSettings.referer.allowedHint')}</span>
              </label>
              <label className="stacked-field">
                <span>{t('bucketSettings.referer.blacklist')}</span>
                <Input.TextArea className="is-mono" spellCheck={false} rows={4} value={form.blacklist} onChange={(event) => onChange({ ...form, blacklist: event.target.value })} />
                <span className="form-hint">{t('bucketSettings.referer.blacklistHint')}</span>
              </label>
              {flag('allowEmptyReferer', t('bucketSettings.referer.empty'), t('bucketSettings.referer.emptyHint'))}
              {flag('allowTruncateQueryString', t('bucketSettings.referer.query'), t('bucketSettings.referer.queryHint'))}
              {flag('truncatePath', t('bucketSettings.referer.path'), t('bucketSettings.referer.pathHint'))}
            </div>
            <RefererTester form={form} />
          </div>
        )
      }}
    </SettingPage>
  )
}
