import { Button, Modal } from 'antd'
import { useTranslation } from 'react-i18next'
import { useCopyText } from '../../bridge/api.tsx'
import { PropertyList } from '../../ui/property-list.tsx'

/** A key pair that was just made, or temporary credentials. */
export interface ShownSecret {
  readonly title: string
  readonly accessKeyId: string
  readonly accessKeySecret: string
  readonly securityToken?: string
  /** What else is worth knowing, such as until when it lasts. */
  readonly notes?: readonly { readonly label: string; readonly value: string }[]
}

/** Lines for a shell, under the names that OSS's own SDKs read. */
export function environmentLines({ accessKeyId, accessKeySecret, securityToken }: Pick<ShownSecret, 'accessKeyId' | 'accessKeySecret' | 'securityToken'>): string {
  const lines = [`export OSS_ACCESS_KEY_ID=${accessKeyId}`, `export OSS_ACCESS_KEY_SECRET=${accessKeySecret}`]
  if (securityToken !== undefined) lines.push(`export OSS_SESSION_TOKEN=${securityToken}`)
  return `${lines.join('\n')}\n`
}

/** Shows a secret the one time that it can be seen. It is nowhere in the window once this is closed. */
export function SecretDialog({ secret, onClose }: { readonly secret: ShownSecret; readonly onClose: () => void }) {
  const { t } = useTranslation()
  const copyText = useCopyText()
  const { title, accessKeyId, accessKeySecret, securityToken, notes = [] } = secret
  return (
    <Modal
      open
      centered
      width={600}
      title={title}
      mask={{ closable: false }}
      onCancel={onClose}
      footer={
        <div className="form-actions">
          <Button onClick={() => void copyText(environmentLines(secret))}>{t('identities.copyEnvironment')}</Button>
          <Button type="primary" onClick={onClose}>
            {t('identities.secretDone')}
          </Button>
        </div>
      }
    >
      <p className="dialog-lead">{t(securityToken === undefined ? 'identities.secretLead' : 'identities.tokenLead')}</p>
      <PropertyList
        onCopy={copyText}
        properties={[
          { label: 'AccessKeyId', value: accessKeyId, copy: accessKeyId, mono: true },
          { label: 'AccessKeySecret', value: accessKeySecret, copy: accessKeySecret, mono: true },
          ...(securityToken === undefined ? [] : [{ label: 'SecurityToken', value: securityToken, copy: securityToken, mono: true }]),
          ...notes,
        ]}
      />
    </Modal>
  )
}
