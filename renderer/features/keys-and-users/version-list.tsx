import { Button, Tag } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { maxPolicyVersions, type PolicyVersionView } from '../../../electron/contract/identities.ts'
import { useFormat } from '../../ui/use-format.ts'
import { LazyDocumentEditor } from '../policy/index.ts'
import { readable } from './readable.ts'
import type { IdentityActions } from './use-identity-actions.tsx'

interface Props {
  readonly policyName: string
  /** From the newest on. */
  readonly versions: readonly PolicyVersionView[]
  readonly actions: IdentityActions
}

/** What a policy said before, to look at, to say again, or to delete. */
export function VersionList({ policyName, versions, actions }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const [shown, setShown] = useState<string | undefined>(undefined)
  return (
    <section className="identity-section" aria-label={t('identities.versions')}>
      <h3 className="section-title">{t('identities.versions')}</h3>
      <p className="form-hint">{t('identities.versionsHint', { count: maxPolicyVersions })}</p>
      <ul className="identity-rows">
        {versions.map(({ versionId, document, isDefault, createdMs }) => {
          const named = (verb: string) => `${verb} ${versionId}`
          return (
            <li key={versionId}>
              <div className="identity-row">
                <span className="is-mono">{versionId}</span>
                {isDefault ? <Tag color="success">{t('identities.versionCounts')}</Tag> : null}
                <span className="form-hint identity-spring" title={format.exactTime(createdMs)}>
                  {format.time(createdMs)}
                </span>
                {isDefault ? null : (
                  <>
                    <Button size="small" type="text" aria-expanded={shown === versionId} aria-label={named(t(shown === versionId ? 'identities.versionHide' : 'identities.versionShow'))} onClick={() => setShown(shown === versionId ? undefined : versionId)}>
                      {t(shown === versionId ? 'identities.versionHide' : 'identities.versionShow')}
                    </Button>
                    <Button size="small" type="text" aria-label={named(t('identities.versionUse'))} disabled={actions.isBusy} onClick={() => actions.act({ kind: 'setDefaultPolicyVersion', policyName, versionId })}>
                      {t('identities.versionUse')}
                    </Button>
                    <Button
                      size="small"
                      type="text"
                      danger
                      aria-label={named(t('identities.delete'))}
                      disabled={actions.isBusy}
                      onClick={() =>
                        actions.ask({
                          title: t('identities.versionDelete', { version: versionId }),
                          losses: [t('identities.versionLoss')],
                          action: t('identities.versionDelete', { version: versionId }),
                          change: { kind: 'deletePolicyVersion', policyName, versionId },
                        })
                      }
                    >
                      {t('identities.delete')}
                    </Button>
                  </>
                )}
              </div>
              {shown === versionId && !isDefault ? <LazyDocumentEditor kind="ram" text={readable(document)} /> : null}
            </li>
          )
        })}
      </ul>
    </section>
  )
}
