import { Tabs } from 'antd'
import { Eye, EyeOff } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { StoreStatus } from '../../../electron/contract/store-status.ts'
import { useCopyText } from '../../bridge/api.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { PropertyList } from '../../ui/property-list.tsx'
import { snippets } from './snippets.ts'
import { maskedSecret, useSecret } from './use-secret.ts'

export type ReadyStore = Extract<StoreStatus, { state: 'ready' }>

/** Endpoint, region, key and secret, each to copy. */
export function EndpointValues({ status }: { readonly status: ReadyStore }) {
  const { t } = useTranslation()
  const copyText = useCopyText()
  const secret = useSecret()
  return (
    <div className="endpoint-values">
      <PropertyList
        onCopy={copyText}
        properties={[
          { label: t('store.endpoint'), value: status.url, copy: status.url, mono: true },
          { label: t('store.region'), value: status.region, copy: status.region, mono: true },
          { label: t('store.accessKeyId'), value: status.accessKeyId, copy: status.accessKeyId, mono: true },
        ]}
      />
      <dl className="properties">
        <div className="property">
          <dt>{t('store.accessKeySecret')}</dt>
          <dd className="is-mono">
            <span className="property-value" data-testid="access-key-secret">
              {secret.shown ?? maskedSecret}
            </span>
            <IconButton
              label={`${secret.shown === undefined ? t('store.reveal') : t('store.hide')} ${t('store.accessKeySecret')}`}
              icon={secret.shown === undefined ? <Eye size={14} /> : <EyeOff size={14} />}
              onClick={() => void secret.toggle()}
            />
            <CopyButton what={t('store.accessKeySecret')} onCopy={() => secret.copy()} />
          </dd>
        </div>
      </dl>
    </div>
  )
}

/** Ready-made settings of tools. The secret stays masked on screen and is filled in on the way to the clipboard. */
export function Snippets({ status }: { readonly status: ReadyStore }) {
  const { t } = useTranslation()
  const secret = useSecret()
  const values = (accessKeySecret: string) => snippets({ ...status, accessKeySecret })
  return (
    <Tabs
      size="small"
      items={values(maskedSecret).map(({ id, title, text }) => ({
        key: id,
        label: title,
        children: (
          <div className="snippet">
            <pre>{text}</pre>
            <CopyButton what={title} onCopy={() => secret.copy((real) => values(real).find((snippet) => snippet.id === id)?.text ?? '')} />
            <div className="form-hint">
              {t('store.snippetSecret')} {t('store.snippetInsecure')}
            </div>
          </div>
        ),
      }))}
    />
  )
}
