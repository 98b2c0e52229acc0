import { Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Holder, PolicyRef, PolicyView } from '../../../electron/contract/identities.ts'
import type { IdentityActions } from './use-identity-actions.tsx'

const idOf = ({ policyType, policyName }: PolicyRef): string => `${policyType}/${policyName}`
const refOf = (id: string): PolicyRef => ({ policyType: id.startsWith('System/') ? 'System' : 'Custom', policyName: id.slice(id.indexOf('/') + 1) })

interface Props {
  readonly holder: Holder
  readonly attached: readonly PolicyRef[]
  readonly policies: readonly PolicyView[]
  readonly actions: IdentityActions
}

/** Which policies somebody has. Attaching and detaching count at once. */
export function AttachedList({ holder, attached, policies, actions }: Props) {
  const { t } = useTranslation()
  return (
    <section className="identity-section" aria-label={t('identities.attached')}>
      <h3 className="section-title">{t('identities.attached')}</h3>
      <Chosen
        label={t('identities.attached')}
        placeholder={t('identities.attachPlaceholder')}
        chosen={attached.map((policy) => ({ value: idOf(policy), label: policy.policyName }))}
        options={policies.map((policy) => ({ value: idOf(policy), label: policy.policyName }))}
        isBusy={actions.isBusy}
        onAdd={(id) => actions.act({ kind: 'attachPolicy', policy: refOf(id), holder })}
        onRemove={(id) => actions.act({ kind: 'detachPolicy', policy: refOf(id), holder })}
      />
      <p className="form-hint">{t(holder.kind === 'user' ? 'identities.attachedHintUser' : 'identities.attachedHint')}</p>
    </section>
  )
}

interface ChosenProps {
  readonly label: string
  readonly placeholder: string
  readonly chosen: readonly { readonly value: string; readonly label: string }[]
  readonly options: readonly { readonly value: string; readonly label: string }[]
  readonly isBusy: boolean
  readonly onAdd: (value: string) => void
  readonly onRemove: (value: string) => void
}

/** Some of many, each put in and taken out by itself. */
export function Chosen({ label, placeholder, chosen, options, isBusy, onAdd, onRemove }: ChosenProps) {
  return (
    <Select
      mode="multiple"
      className="identity-choice"
      aria-label={label}
      placeholder={placeholder}
      value={chosen.map(({ value }) => value)}
      options={[...options]}
      optionFilterProp="label"
      loading={isBusy}
      onSelect={onAdd}
      onDeselect={onRemove}
    />
  )
}
