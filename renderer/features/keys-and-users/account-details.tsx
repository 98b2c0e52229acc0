import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { AccountView } from '../../../electron/contract/identities.ts'
import { useApi, useCopyText } from '../../bridge/api.tsx'
import { PropertyList } from '../../ui/property-list.tsx'
import { useFormat } from '../../ui/use-format.ts'
import { Details } from './holder-details.tsx'
import { KeyList } from './key-list.tsx'
import { accountKeysQuery } from './queries.ts'
import type { IdentityActions } from './use-identity-actions.tsx'

/** Another account of the store, to try out what is granted across accounts. */
export function AccountDetails({ profileId, account: { accountId, displayName, isOwn, createdMs }, actions }: { readonly profileId: string; readonly account: AccountView; readonly actions: IdentityActions }) {
  const { t } = useTranslation()
  const copyText = useCopyText()
  const format = useFormat()
  // Those of the own account have a page of their own.
  const { data, error } = useQuery({ ...accountKeysQuery(useApi(), profileId, accountId), enabled: !isOwn })
  const remove = () =>
    actions.ask({
      title: t('identities.deleteTitles.account', { name: displayName }),
      losses: [t('identities.losses.account')],
      action: t('identities.deleteTitles.account', { name: displayName }),
      change: { kind: 'deleteAccount', accountId },
    })
  return (
    <Details title={displayName} onRemove={isOwn ? undefined : remove} error={actions.error ?? error}>
      <p className="form-hint">{t(isOwn ? 'identities.ownAccountHint' : 'identities.otherAccountHint')}</p>
      <PropertyList
        onCopy={copyText}
        properties={[
          { label: t('identities.accountId'), value: accountId, copy: accountId, mono: true },
          { label: t('identities.created'), value: format.exactTime(createdMs) },
        ]}
      />
      {data === undefined ? null : <KeyList keys={data} accountId={accountId} actions={actions} />}
    </Details>
  )
}
