import { Input, Radio, Segmented, Select, Switch } from 'antd'
import { ChevronRight } from 'lucide-react'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Addressing, ProfileColour, type ProfileFields } from '../../../electron/contract/profiles.ts'
import { fieldsOf, isTypedEndpoint, type Draft, type Network } from './draft.ts'
import { Row, type FieldsProps } from './form-row.tsx'

/** How these begin, in every language. */
const usual = { endpoint: 'https://', certificate: '-----BEGIN CERTIFICATE-----' } as const

const networks = ['public', 'internal', 'accelerate', 'cname', 'other'] as const satisfies readonly Network[]

/** Name, service and where it is. */
export function PlaceFields({ draft, problem, onChange }: FieldsProps) {
  const { t } = useTranslation()
  const { endpoint } = fieldsOf(draft)
  const isTyped = isTypedEndpoint(draft)
  const chooseKind = (kind: Draft['kind']) =>
    onChange(kind === 's3' ? { kind, network: 'other', endpoint: '', region: 'us-east-1', signatureVersion: 'v4' } : { kind, network: 'public', region: 'cn-hangzhou', signatureVersion: 'v4' })
  const chooseNetwork = (network: Network) => {
    // A custom domain holds no bucket; leaving it, the address does again.
    const addressing = network === 'cname' ? 'customDomain' : draft.addressing === 'customDomain' ? 'automatic' : draft.addressing
    onChange({ network, addressing, endpoint: network === 'cname' || draft.network === 'cname' ? '' : endpoint })
  }
  const hint = /^http:\/\//i.test(endpoint) ? t('profiles.plainWarning') : t(draft.network === 'cname' ? 'profiles.cnameHint' : 'profiles.endpointHint')
  return (
    <>
      <Row label={t('profiles.name')} name="name" problem={problem}>
        <Input id="profile-name" autoFocus maxLength={100} placeholder={t('profiles.namePlaceholder')} value={draft.name} onChange={({ target }) => onChange({ name: target.value })} />
      </Row>
      <div className="form-row">
        <span>{t('profiles.kind')}</span>
        <Segmented aria-label={t('profiles.kind')} value={draft.kind} onChange={chooseKind} options={(['oss', 's3'] as const).map((value) => ({ value, label: t(`profiles.kinds.${value}`) }))} />
      </div>
      <div className="form-row">
        <span>{t('profiles.colour')}</span>
        <Radio.Group value={draft.colour} aria-label={t('profiles.colour')} onChange={({ target }) => onChange({ colour: ProfileColour.parse(target.value) })}>
          {ProfileColour.options.map((colour) => (
            <Radio key={colour} value={colour} aria-label={t(`profiles.colours.${colour}`)} title={t(`profiles.colours.${colour}`)}>
              <span className={`swatch is-${colour}`} aria-hidden />
            </Radio>
          ))}
        </Radio.Group>
      </div>
      {draft.kind === 'oss' ? (
        <div className="form-row is-stacked">
          <span>{t('profiles.network')}</span>
          <Segmented
            aria-label={t('profiles.network')}
            value={draft.network}
            onChange={chooseNetwork}
            options={networks.map((value) => ({ value, label: t(`profiles.networks.${value}`) }))}
          />
          <span className="form-row-hint">{t(`profiles.networkHints.${draft.network}`)}</span>
        </div>
      ) : null}
      <div className="form-columns is-wide-first">
        <Row
          label={t('profiles.endpoint')}
          name="endpoint"
          problem={problem}
          hint={isTyped ? hint : undefined}
        >
          <Input
            id="profile-endpoint"
            className="is-mono"
            spellCheck={false}
            readOnly={!isTyped}
            maxLength={300}
            placeholder={draft.network === 'cname' ? t('profiles.cnamePlaceholder') : usual.endpoint}
            value={isTyped ? draft.endpoint : endpoint}
            onChange={({ target }) => onChange({ endpoint: target.value })}
          />
        </Row>
        <Row label={t('profiles.region')} name="region" problem={problem}>
          <Input id="profile-region" className="is-mono" spellCheck={false} maxLength={64} value={draft.region} onChange={({ target }) => onChange({ region: target.value })} />
        </Row>
      </div>
    </>
  )
}

/** What most connections leave as it is. */
export function AdvancedFields({ draft, problem, onChange }: FieldsProps) {
  const { t } = useTranslation()
  const id = useId()
  const [chosenOpen, setOpen] = useState(draft.addressing !== 'automatic' || draft.caCertificate !== '')
  // What is wrong in here must be seen.
  const isOpen = chosenOpen || problem === 'caCertificate' || problem === 'signatureVersion'
  const versions: readonly ProfileFields['signatureVersion'][] = draft.kind === 'oss' ? ['v4', 'v1'] : ['v4', 'v2']
  return (
    <>
      <Row label={t('profiles.presetPath')} name="presetPath" problem={problem} hint={t(draft.addressing === 'customDomain' ? 'profiles.presetPathOfDomain' : 'profiles.presetPathHint')}>
        <Input id="profile-presetPath" className="is-mono" spellCheck={false} maxLength={1100} placeholder={t('profiles.presetPathPlaceholder')} value={draft.presetPath} onChange={({ target }) => onChange({ presetPath: target.value })} />
      </Row>
      <label className="form-row" htmlFor="profile-readOnly">
        <span>
          {t('profiles.readOnly')}
          <span className="form-row-hint">{t('profiles.readOnlyHint')}</span>
        </span>
        <Switch id="profile-readOnly" checked={draft.readOnly} onChange={(readOnly) => onChange({ readOnly })} />
      </label>
      <button type="button" className="disclosure" aria-expanded={isOpen} aria-controls={id} onClick={() => setOpen(!isOpen)}>
        <ChevronRight size={14} aria-hidden />
        {t('profiles.advanced')}
      </button>
      {isOpen ? (
        <div id={id}>
          <div className="form-columns">
            <Row label={t('profiles.addressing')} name="addressing" problem={problem}>
              <Select
                id="profile-addressing"
                value={draft.addressing}
                onChange={(addressing) => onChange({ addressing })}
                options={Addressing.options.map((value) => ({ value, label: t(`profiles.addressings.${value}`) }))}
              />
            </Row>
            <Row label={t('profiles.signatureVersion')} name="signatureVersion" problem={problem}>
              <Select
                id="profile-signatureVersion"
                value={draft.signatureVersion}
                onChange={(signatureVersion) => onChange({ signatureVersion })}
                options={versions.map((value) => ({ value, label: value.toUpperCase() }))}
              />
            </Row>
          </div>
          <Row label={t('profiles.caCertificate')} name="caCertificate" problem={problem} hint={t('profiles.caCertificateHint')}>
            <Input.TextArea
              id="profile-caCertificate"
              className="is-mono"
              spellCheck={false}
              rows={3}
              maxLength={100_000}
              placeholder={usual.certificate}
              value={draft.caCertificate}
              onChange={({ target }) => onChange({ caCertificate: target.value })}
            />
          </Row>
        </div>
      ) : null}
    </>
  )
}
