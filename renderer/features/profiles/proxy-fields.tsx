import { Form, Input, Segmented } from 'antd'
import { ChevronRight } from 'lucide-react'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ProxyMode, systemProxy, type ProxySettings } from '../../../electron/contract/proxy.ts'
import { Row, type FieldsProps } from './form-row.tsx'

/** How such addresses begin, in every language. */
const usual = { manual: 'http://proxy.example.com:8080', pac: 'https://intranet.example.com/proxy.pac', bypass: '*.internal.example.com, 10.0.0.0/8' } as const

interface Props extends FieldsProps {
  readonly hasPassword: boolean
}

/** The way through the network. Closed it says which one it is. */
export function ProxyFields({ draft, problem, onChange, hasPassword }: Props) {
  const { t } = useTranslation()
  const id = useId()
  const { proxy } = draft
  const [chosenOpen, setOpen] = useState(proxy.mode !== systemProxy.mode)
  const isOpen = chosenOpen || problem === 'proxyAddress' || problem === 'pacAddress' || problem === 'proxyBypass'
  const change = (part: Partial<ProxySettings>) => onChange({ proxy: { ...proxy, ...part } })
  return (
    <>
      <button type="button" className="disclosure" aria-expanded={isOpen} aria-controls={id} onClick={() => setOpen(!isOpen)}>
        <ChevronRight size={14} aria-hidden />
        {t('profiles.proxy')}
        <span className="disclosure-value">{t(`profiles.proxyModes.${proxy.mode}`)}</span>
      </button>
      {isOpen ? (
        <div id={id}>
          <Form.Item help={t(`profiles.proxyHints.${proxy.mode}`)}>
            <Segmented
              aria-label={t('profiles.proxy')}
              value={proxy.mode}
              onChange={(mode) => change({ mode, address: '' })}
              options={ProxyMode.options.map((value) => ({ value, label: t(`profiles.proxyModes.${value}`) }))}
            />
          </Form.Item>
          {proxy.mode === 'manual' || proxy.mode === 'pac' ? (
            <Row label={t(proxy.mode === 'pac' ? 'profiles.pacAddress' : 'profiles.proxyAddress')} name="proxyAddress" problem={problem}>
              <Input id="profile-proxyAddress" className="is-mono" spellCheck={false} maxLength={2000} placeholder={usual[proxy.mode]} value={proxy.address} onChange={({ target }) => change({ address: target.value })} />
            </Row>
          ) : null}
          {proxy.mode === 'manual' ? (
            <Row label={t('profiles.proxyBypass')} name="proxyBypass" problem={problem} hint={t('profiles.proxyBypassHint')}>
              <Input id="profile-proxyBypass" className="is-mono" spellCheck={false} maxLength={2000} placeholder={usual.bypass} value={proxy.bypass} onChange={({ target }) => change({ bypass: target.value })} />
            </Row>
          ) : null}
          {proxy.mode === 'none' ? null : (
            <div className="form-columns">
              <Row label={t('profiles.proxyUsername')} name="proxyUsername" problem={problem}>
                <Input id="profile-proxyUsername" autoComplete="off" spellCheck={false} maxLength={256} value={proxy.username} onChange={({ target }) => change({ username: target.value })} />
              </Row>
              <Row label={t('profiles.proxyPassword')} name="proxyPassword" problem={problem} hint={hasPassword && proxy.username !== '' ? t('profiles.secretKept') : undefined}>
                <Input.Password id="profile-proxyPassword" autoComplete="new-password" maxLength={1024} value={draft.proxyPassword} onChange={({ target }) => onChange({ proxyPassword: target.value })} />
              </Row>
            </div>
          )}
        </div>
      ) : null}
    </>
  )
}
