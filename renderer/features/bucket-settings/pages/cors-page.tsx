import { Button, Switch } from 'antd'
import { Plus } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { CorsRuleView } from '../../../../electron/contract/bucket-settings.ts'
import type { PageProps } from '../page-props.ts'
import { SettingPage } from '../setting-page.tsx'
import { CorsRuleCard } from './cors-rule-card.tsx'
import { CorsTester } from './cors-tester.tsx'

const emptyRule: CorsRuleView = { allowedOrigins: [], allowedMethods: ['GET'], allowedHeaders: [], exposeHeaders: [] }
const templates = {
  readAnywhere: { allowedOrigins: ['*'], allowedMethods: ['GET', 'HEAD'], allowedHeaders: [], exposeHeaders: ['ETag', 'x-oss-request-id'], maxAgeSeconds: 600 },
  uploadFromSite: { allowedOrigins: ['https://www.example.com'], allowedMethods: ['GET', 'PUT', 'DELETE', 'POST', 'HEAD'], allowedHeaders: ['*'], exposeHeaders: ['ETag', 'x-oss-request-id'], maxAgeSeconds: 600 },
} as const satisfies Readonly<Record<string, unknown>>
const templateNames = ['readAnywhere', 'uploadFromSite'] as const
const fromTemplate = (name: (typeof templateNames)[number]): CorsRuleView => {
  const { allowedOrigins, allowedMethods, allowedHeaders, exposeHeaders, maxAgeSeconds } = templates[name]
  return { allowedOrigins: [...allowedOrigins], allowedMethods: [...allowedMethods], allowedHeaders: [...allowedHeaders], exposeHeaders: [...exposeHeaders], maxAgeSeconds }
}

/** Which pages of other origins browsers let use the bucket. */
export function CorsPage(props: PageProps) {
  const { t } = useTranslation()
  return (
    <SettingPage
      {...props}
      name="cors"
      meaning={t('bucketSettings.cors.meaning')}
      stateOf={({ rules }) => ({
        tone: rules.length === 0 ? 'off' : 'ok',
        text: rules.length === 0 ? t('bucketSettings.cors.none') : t('bucketSettings.cors.some', { count: rules.length }),
      })}
    >
      {({ form, problems, onChange }) => {
        const { rules } = form
        const put = (next: readonly CorsRuleView[]) => onChange({ ...form, rules: [...next] })
        return (
          <div className="setting-columns">
            <div>
              {rules.length === 0 ? (
                <>
                  <p className="form-hint">{t('bucketSettings.cors.emptyHint')}</p>
                  <ul className="template-list">
                    {templateNames.map((name) => (
                      <li key={name}>
                        <button type="button" className="template-card" onClick={() => put([fromTemplate(name)])}>
                          <strong>{t(`bucketSettings.cors.templates.${name}`)}</strong>
                          <span>{t(`bucketSettings.cors.templateHints.${name}`)}</span>
                        </button>
                      </li>
                    ))}
                  </ul>
                </>
              ) : null}
              {rules.map((rule, index) => (
                <CorsRuleCard
                  // Rules have no name of their own; a moved one is drawn anew.
                  key={index}
                  rule={rule}
                  index={index}
                  count={rules.length}
                  problems={problems.filter(({ item }) => item === index)}
                  onChange={(changed) => put(rules.map((each, at) => (at === index ? changed : each)))}
                  onMove={(by) => put(rules.filter((_, at) => at !== index).toSpliced(index + by, 0, rule))}
                  onRemove={() => put(rules.filter((_, at) => at !== index))}
                />
              ))}
              <div className="form-line">
                <Button size="small" icon={<Plus size={13} />} onClick={() => put([...rules, emptyRule])}>
                  {t('bucketSettings.cors.add')}
                </Button>
              </div>
              {props.service === 's3' || rules.length === 0 ? null : (
                <label className="switch-row">
                  <Switch size="small" checked={form.responseVary} onChange={(responseVary) => onChange({ ...form, responseVary })} />
                  <span>
                    {t('bucketSettings.cors.vary')}
                    <span className="form-hint">{t('bucketSettings.cors.varyHint')}</span>
                  </span>
                </label>
              )}
            </div>
            <CorsTester form={form} />
          </div>
        )
      }}
    </SettingPage>
  )
}
