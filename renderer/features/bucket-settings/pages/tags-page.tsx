import { Button, Input } from 'antd'
import { Plus, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { bucketTagRules } from '../../../../storage-core/model/tag-rules.ts'
import { IconButton } from '../../../ui/icon-button.tsx'
import type { TagRow } from '../model/forms.ts'
import type { PageProps } from '../page-props.ts'
import { SettingPage } from '../setting-page.tsx'

/** Names and values of the bucket. */
export function TagsPage(props: PageProps) {
  const { t } = useTranslation()
  return (
    <SettingPage
      {...props}
      name="tags"
      meaning={t('bucketSettings.tags.meaning')}
      stateOf={({ tags }) => {
        const count = Object.keys(tags).length
        return { tone: count === 0 ? 'off' : 'ok', text: count === 0 ? t('bucketSettings.tags.none') : t('bucketSettings.tags.some', { count }) }
      }}
    >
      {({ form, problems, onChange }) => {
        const { rows } = form
        const put = (next: readonly TagRow[]) => onChange({ ...form, rows: next })
        const change = (at: number, part: Partial<TagRow>) => put(rows.map((row, index) => (index === at ? { ...row, ...part } : row)))
        const statusOf = (index: number, codes: readonly string[]) => (problems.some(({ item, code }) => item === index && codes.includes(code)) ? 'error' : '')
        return (
          <>
            {rows.length === 0 ? null : (
              <div className="tag-rows">
                <span className="form-hint">{t('bucketSettings.tags.key')}</span>
                <span className="form-hint">{t('bucketSettings.tags.value')}</span>
                <span />
                {rows.map(({ key, value }, index) => {
                  const number = index + 1
                  return [
                    <Input key={`key ${String(index)}`} aria-label={t('bucketSettings.tags.keyOf', { number })} status={statusOf(index, ['emptyKey', 'longKey', 'notAllowed', 'repeatedKey'])} value={key} onChange={(event) => change(index, { key: event.target.value })} />,
                    <Input key={`value ${String(index)}`} aria-label={t('bucketSettings.tags.valueOf', { number })} status={statusOf(index, ['longValue'])} value={value} onChange={(event) => change(index, { value: event.target.value })} />,
                    <IconButton key={`remove ${String(index)}`} label={t('bucketSettings.tags.remove', { number })} icon={<X size={14} />} onClick={() => put(rows.filter((_, at) => at !== index))} />,
                  ]
                })}
              </div>
            )}
            <div className="form-line">
              <Button size="small" icon={<Plus size={13} />} onClick={() => put([...rows, { key: '', value: '' }])}>
                {t('bucketSettings.tags.add')}
              </Button>
              <span className="form-hint">{t('bucketSettings.tags.count', { count: rows.length, max: bucketTagRules.maxCount })}</span>
            </div>
          </>
        )
      }}
    </SettingPage>
  )
}
