import { Button, Tag } from 'antd'
import { KeyRound, Plus } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { AccessKeyView } from '../../../electron/contract/identities.ts'
import { useCopyText } from '../../bridge/api.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { useFormat } from '../../ui/use-format.ts'
import type { IdentityActions } from './use-identity-actions.tsx'

interface Props {
  readonly keys: readonly AccessKeyView[]
  /** Absent for the keys of the account. */
  readonly userName?: string
  /** Of a further account of the store. */
  readonly accountId?: string
  /** The key that the window and `npm start` show, which a start would make anew. */
  readonly shownKeyId?: string | undefined
  readonly actions: IdentityActions
}

/** RAM documentation, "Limits": AccessKeys of a user, and of an account. */
const most = { user: 2, account: 5 } as const

/** AccessKeys of somebody: made, switched off and on, replaced, deleted. */
export function KeyList({ keys, userName, accountId, shownKeyId, actions }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const copyText = useCopyText()
  const limit = userName === undefined ? most.account : most.user
  const holder = accountId !== undefined ? { accountId } : userName === undefined ? {} : { userName }
  const isFull = keys.length >= limit
  return (
    <section className="identity-section" aria-label={t('identities.keys')}>
      <header>
        <h3 className="section-title">{t('identities.keys')}</h3>
        <Button size="small" icon={<Plus size={13} />} disabled={isFull || actions.isBusy} title={isFull ? t('identities.keysFull', { count: limit }) : undefined} onClick={() => actions.act({ kind: 'createAccessKey', ...holder }, { secretTitle: t('identities.newKeyTitle') })}>
          {t('identities.createKey')}
        </Button>
      </header>
      {keys.length === 0 ? <p className="form-hint">{t('identities.noKeys')}</p> : null}
      <ul className="identity-rows">
        {keys.map(({ accessKeyId, isActive, createdMs }) => (
          <li key={accessKeyId} className="identity-row">
            <KeyRound size={15} className="is-secondary" aria-hidden />
            <span className="is-mono">{accessKeyId}</span>
            <CopyButton what={accessKeyId} onCopy={() => copyText(accessKeyId)} />
            {isActive ? null : <Tag>{t('identities.keyDisabled')}</Tag>}
            {accessKeyId === shownKeyId ? <Tag>{t('identities.keyShown')}</Tag> : null}
            <span className="form-hint identity-spring" title={format.exactTime(createdMs)}>
              {format.time(createdMs)}
            </span>
            {isActive ? (
              <Button
                size="small"
                type="text"
                aria-label={`${t('identities.rotate')} ${accessKeyId}`}
                disabled={isFull || actions.isBusy}
                title={isFull ? t('identities.keysFull', { count: limit }) : t('identities.rotateHint')}
                onClick={() => actions.act({ kind: 'rotateAccessKey', ...holder, accessKeyId }, { secretTitle: t('identities.rotatedTitle') })}
              >
                {t('identities.rotate')}
              </Button>
            ) : null}
            <Button size="small" type="text" aria-label={`${t(isActive ? 'identities.disable' : 'identities.enable')} ${accessKeyId}`} disabled={actions.isBusy} onClick={() => actions.act({ kind: 'setAccessKey', ...holder, accessKeyId, isActive: !isActive })}>
              {t(isActive ? 'identities.disable' : 'identities.enable')}
            </Button>
            <Button
              size="small"
              type="text"
              danger
              aria-label={`${t('identities.delete')} ${accessKeyId}`}
              disabled={actions.isBusy}
              onClick={() =>
                actions.ask({
                  title: t('identities.deleteKeyTitle'),
                  losses: [t('identities.deleteKeyLoss', { id: accessKeyId }), ...(isActive ? [t('identities.deleteKeyActive')] : [])],
                  action: t('identities.deleteKey'),
                  change: { kind: 'deleteAccessKey', ...holder, accessKeyId },
                })
              }
            >
              {t('identities.delete')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}
