import { useQuery } from '@tanstack/react-query'
import { Button, Tag } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ManagedPolicy, PolicyView } from '../../../electron/contract/identities.ts'
import { useApi } from '../../bridge/api.tsx'
import { LazyDocumentEditor } from '../policy/index.ts'
import { readable } from './readable.ts'
import { Details } from './holder-details.tsx'
import { VersionList } from './version-list.tsx'
import { managedPolicyQuery } from './queries.ts'
import type { IdentityActions } from './use-identity-actions.tsx'

interface Props {
  readonly profileId: string
  readonly policy: PolicyView
  readonly actions: IdentityActions
  readonly onRemoved: () => void
}

/** A policy of RAM: what it says, and who has it. Those of the system are only shown. */
export function PolicyDetails({ profileId, policy: { policyType, policyName, description }, actions, onRemoved }: Props) {
  const { t } = useTranslation()
  const { data, error } = useQuery(managedPolicyQuery(useApi(), profileId, { policyType, policyName }))
  const isCustom = policyType === 'Custom'
  const remove = () =>
    actions.ask(
      {
        title: t('identities.deleteTitles.policy', { name: policyName }),
        losses: [t('identities.losses.policy'), ...(data === undefined || data.holders.length === 0 ? [] : [t('identities.losses.holders', { names: data.holders.map(({ name }) => name).join(', ') })])],
        action: t('identities.deleteTitles.policy', { name: policyName }),
        change: { kind: 'deletePolicy', policyName },
      },
      onRemoved,
    )
  return (
    <Details title={policyName} onRemove={isCustom ? remove : undefined} error={actions.error ?? error}>
      <p className="form-hint">{isCustom ? description : t('identities.systemPolicy')}</p>
      {data === undefined ? null : (
        <>
          <section className="identity-section" aria-label={t('identities.holders')}>
            <h3 className="section-title">{t('identities.holders')}</h3>
            {data.holders.length === 0 ? <p className="form-hint">{t('identities.noHolders')}</p> : null}
            <div className="identity-tags">
              {data.holders.map(({ kind, name }) => (
                <Tag key={`${kind}/${name}`}>{t(`identities.holderNamed.${kind}`, { name })}</Tag>
              ))}
            </div>
          </section>
          <PolicyText key={`${data.defaultVersion} ${data.document}`} data={data} isCustom={isCustom} isBusy={actions.isBusy} onSave={(document) => actions.act({ kind: 'updatePolicy', policyName, document })} />
          {isCustom ? <VersionList policyName={policyName} versions={data.versions} actions={actions} /> : null}
        </>
      )}
    </Details>
  )
}

/** A draft that begins with what the store has. */
function PolicyText({ data, isCustom, isBusy, onSave }: { readonly data: ManagedPolicy; readonly isCustom: boolean; readonly isBusy: boolean; readonly onSave: (document: string) => void }) {
  const { t } = useTranslation()
  const [text, setText] = useState(() => readable(data.document))
  return (
    <section className="identity-section" aria-label={t('identities.document')}>
      <header>
        <h3 className="section-title">{t('identities.document')}</h3>
        {isCustom ? (
          <Button size="small" type="primary" disabled={text === readable(data.document) || isBusy} onClick={() => onSave(text)}>
            {t('identities.savePolicy')}
          </Button>
        ) : null}
      </header>
      <LazyDocumentEditor kind="ram" text={text} onChange={isCustom ? setText : undefined} />
    </section>
  )
}
