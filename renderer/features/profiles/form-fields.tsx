import { Checkbox, Form, Input, Radio, Segmented, Select, Switch } from 'antd'
import { ChevronRight } from 'lucide-react'
import { useId, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Addressing, ProfileColour, type ProfileFields } from '../../../electron/contract/profiles.ts'
import { fieldsOf, type Draft, type DraftProblem, type Network } from './draft.ts'

export interface FieldsProps {
  readonly draft: Draft
  /** What is to be put right, once the user meant to be done. */
  readonly problem: DraftProblem | undefined
  readonly onChange: (part: Partial<Draft>) => void
}

/** How these begin, in every language. */
const usual = { endpoint: 'https://', certificate: '-----BEGIN CERTIFICATE-----' } as const

interface RowProps {
  readonly label: string
  readonly name: DraftProblem | 'expires' | 'addressing'
  readonly problem: DraftProblem | undefined
  readonly hint?: string | undefined
  readonly children: ReactNode
}

function Row({ label, name, problem, hint, children }: RowProps) {
  const { t } = useTranslation()
  const wrong = problem !== undefined && (problem === name || (problem === 'bucketNeeded' && name === 'presetPath'))
  return (
    <Form.Item label={label} htmlFor={`profile-${name}`} validateStatus={wrong ? 'error' : ''} help={wrong ? t(`profiles.invalid.${problem}`) : hint}>
      {children}
    </Form.Item>
  )
}

const networks = ['public', 'internal', 'accelerate', 'other'] as const satisfies readonly Network[]

/** Name, service and where it is. */
export function PlaceFields({ draft, problem, onChange }: FieldsProps) {
  const { t } = useTranslation()
  const { endpoint } = fieldsOf(draft)
  const isTyped = draft.kind === 's3' || draft.network === 'other'
  const chooseKind = (kind: Draft['kind']) =>
    onChange(kind === 's3' ? { kind, network: 'other', endpoint: '', region: 'us-east-1', signatureVersion: 'v4' } : { kind, network: 'public', region: 'cn-hangzhou', signatureVersion: 'v4' })
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
        <div className="form-row">
          <span>{t('profiles.network')}</span>
          <Segmented
            aria-label={t('profiles.network')}
            value={draft.network}
            onChange={(network) => onChange({ network, endpoint })}
            options={networks.map((value) => ({ value, label: t(`profiles.networks.${value}`) }))}
          />
        </div>
      ) : null}
      <div className="form-columns is-wide-first">
        <Row
          label={t('profiles.endpoint')}
          name="endpoint"
          problem={problem}
          hint={!isTyped ? undefined : /^http:\/\//i.test(endpoint) ? t('profiles.plainWarning') : t('profiles.endpointHint')}
        >
          <Input
            id="profile-endpoint"
            className="is-mono"
            spellCheck={false}
            readOnly={!isTyped}
            maxLength={300}
            placeholder={usual.endpoint}
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

/** The key. A kept secret is not shown, only that it is there. */
export function KeyFields({ draft, problem, onChange, isKept }: FieldsProps & { readonly isKept: boolean }) {
  const { t } = useTranslation()
  return (
    <>
      <div className="form-columns">
        <Row label={t('profiles.accessKeyId')} name="accessKeyId" problem={problem}>
          <Input id="profile-accessKeyId" className="is-mono" autoComplete="off" spellCheck={false} maxLength={256} value={draft.accessKeyId} onChange={({ target }) => onChange({ accessKeyId: target.value })} />
        </Row>
        <Row label={t('profiles.accessKeySecret')} name="accessKeySecret" problem={problem} hint={isKept ? t('profiles.secretKept') : undefined}>
          <Input.Password id="profile-accessKeySecret" className="is-mono" autoComplete="new-password" maxLength={1024} value={draft.accessKeySecret} onChange={({ target }) => onChange({ accessKeySecret: target.value })} />
        </Row>
      </div>
      <Form.Item>
        <Checkbox checked={draft.temporary} onChange={({ target }) => onChange({ temporary: target.checked })}>
          {t('profiles.temporary')}
        </Checkbox>
      </Form.Item>
      {draft.temporary ? (
        <div className="form-columns is-wide-first">
          <Row label={t('profiles.securityToken')} name="securityToken" problem={problem}>
            <Input.Password id="profile-securityToken" className="is-mono" autoComplete="off" maxLength={16_384} value={draft.securityToken} onChange={({ target }) => onChange({ securityToken: target.value })} />
          </Row>
          <Row label={t('profiles.expires')} name="expires" problem={problem}>
            <Input id="profile-expires" type="datetime-local" value={draft.expires} onChange={({ target }) => onChange({ expires: target.value })} />
          </Row>
        </div>
      ) : null}
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
      <Row label={t('profiles.presetPath')} name="presetPath" problem={problem} hint={t('profiles.presetPathHint')}>
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
