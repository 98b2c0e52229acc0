import { useTranslation } from 'react-i18next'
import { payers } from '../../../../storage-core/model/bucket-settings.ts'
import { ChoiceCards } from '../choice-cards.tsx'
import type { PageProps } from '../page-props.ts'
import { SettingPage } from '../setting-page.tsx'

/** Who pays for requests and traffic. */
export function PayerPage(props: PageProps) {
  const { t } = useTranslation()
  return (
    <SettingPage
      {...props}
      name="requestPayment"
      meaning={t('bucketSettings.requestPayment.meaning')}
      stateOf={({ payer }) => ({ tone: payer === 'Requester' ? 'ok' : 'off', text: t(`bucketSettings.requestPayment.state.${payer}`) })}
    >
      {({ form, onChange }) => (
        <ChoiceCards
          label={t('bucketSettings.pages.requestPayment')}
          value={form.payer}
          choices={payers.map((value) => ({ value, label: t(`bucketSettings.requestPayment.choices.${value}`), hint: t(`bucketSettings.requestPayment.hints.${value}`) }))}
          onChange={(payer) => onChange({ ...form, payer })}
        />
      )}
    </SettingPage>
  )
}
