import { Alert, Checkbox, Form, Radio } from 'antd'
import { useTranslation } from 'react-i18next'
import { SecretKeeping, type ProfilesState } from '../../../electron/contract/profiles.ts'
import { credentialOf } from './draft.ts'
import type { FieldsProps } from './form-row.tsx'

/** Says where the secret goes, and asks where the system has no keychain: nothing is chosen for the user. */
export function SecretQuestion({ draft, problem, keychain, onChange }: FieldsProps & { readonly keychain: ProfilesState['keychain'] }) {
  const { t } = useTranslation()
  // A kept secret goes on being kept as it is.
  if (credentialOf(draft) === undefined) return null
  if (keychain.available) return <div className="form-hint keychain-hint">{t('profiles.keptInKeychain', { name: keychain.name })}</div>
  return (
    <>
      <Alert className="form-alert" type="warning" showIcon title={t('profiles.noKeychain')} />
      <Form.Item label={t('profiles.keep')} validateStatus={problem === 'keep' ? 'error' : ''} help={problem === 'keep' ? t('profiles.invalid.keep') : undefined}>
        <Radio.Group
          id="profile-keep"
          aria-label={t('profiles.keep')}
          className="keep-choices"
          value={draft.keep}
          onChange={({ target }) => onChange({ keep: SecretKeeping.parse(target.value), acceptsUnprotected: false })}
        >
          <Radio value="session">
            {t('profiles.keepSession')}
            <span className="form-row-hint">{t('profiles.keepSessionHint')}</span>
          </Radio>
          <Radio value="unprotected">{t('profiles.keepUnprotected')}</Radio>
        </Radio.Group>
        {draft.keep === 'unprotected' ? (
          <Checkbox className="keep-yes" checked={draft.acceptsUnprotected} onChange={({ target }) => onChange({ acceptsUnprotected: target.checked })}>
            {t('profiles.keepUnprotectedYes')}
          </Checkbox>
        ) : null}
      </Form.Item>
    </>
  )
}
