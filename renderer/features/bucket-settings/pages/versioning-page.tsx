import { useTranslation } from 'react-i18next'
import { LazyVersionUsage } from '../../versioning/index.ts'
import { ChoiceCards } from '../choice-cards.tsx'
import type { PageProps } from '../page-props.ts'
import { SettingPage } from '../setting-page.tsx'

const tones = { Enabled: 'ok', Suspended: 'warn', Unset: 'off' } as const

/** Whether the bucket keeps versions, and what they take. */
export function VersioningPage(props: PageProps) {
  const { t } = useTranslation()
  return (
    <SettingPage {...props} name="versioning" meaning={t('bucketSettings.versioning.meaning')} stateOf={({ status }) => ({ tone: tones[status], text: t(`versioning.state.${status}`) })}>
      {({ form, saved, onChange }) => (
        <>
          <ChoiceCards
            label={t('bucketSettings.pages.versioning')}
            value={form.status}
            choices={(['Enabled', 'Suspended', 'Unset'] as const).map((value) => ({
              value,
              label: t(`versioning.label.${value}`),
              hint: t(`bucketSettings.versioning.hints.${value}`),
              disabledReason:
                value === 'Unset' && saved.status !== 'Unset'
                  ? t('bucketSettings.versioning.noWayBack')
                  : value === 'Suspended' && saved.status === 'Unset'
                    ? t('bucketSettings.versioning.nothingToSuspend')
                    : undefined,
            }))}
            onChange={(status) => onChange({ ...form, status })}
          />
          {saved.status === 'Unset' ? null : <LazyVersionUsage profileId={props.profileId} bucket={props.bucket} />}
        </>
      )}
    </SettingPage>
  )
}
