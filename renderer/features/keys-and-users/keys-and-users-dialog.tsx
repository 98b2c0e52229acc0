import { useQuery } from '@tanstack/react-query'
import { Button, Input, Modal, Skeleton, Tabs } from 'antd'
import { Plus } from 'lucide-react'
import type { TFunction } from 'i18next'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { IdentityOverview } from '../../../electron/contract/identities.ts'
import { useApi, useCopyText } from '../../bridge/api.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { PropertyList } from '../../ui/property-list.tsx'
import { identitiesQuery } from '../policy/index.ts'
import { AccountDetails } from './account-details.tsx'
import { CreateDialog, type Creatable } from './create-dialog.tsx'
import { Failure } from './failure.tsx'
import { GroupDetails, RoleDetails, UserDetails } from './holder-details.tsx'
import { KeyList } from './key-list.tsx'
import { PolicyDetails } from './policy-details.tsx'
import { useIdentityActions, type IdentityActions } from './use-identity-actions.tsx'

interface Props {
  readonly profileId: string
  /** The key that is shown for the store, where it is known. */
  readonly shownKeyId: string | undefined
  readonly onClose: () => void
}

interface Listed {
  readonly id: string
  readonly name: string
  readonly detail: string
}

const creatables = ['user', 'group', 'role', 'policy', 'account'] as const satisfies readonly Creatable[]

/** What there is of a kind, by the names that a person knows. */
function listOf(what: Creatable, overview: IdentityOverview, t: TFunction): readonly Listed[] {
  const named = (name: string, detail: string): Listed => ({ id: name, name, detail: detail === name ? '' : detail })
  switch (what) {
    case 'user':
      return overview.users.map(({ userName, displayName }) => named(userName, displayName))
    case 'group':
      return overview.groups.map(({ groupName, comments }) => named(groupName, comments))
    case 'role':
      return overview.roles.map(({ roleName, description }) => named(roleName, description))
    case 'policy':
      // Those that can be changed first.
      return overview.policies
        .toSorted((a, b) => Number(a.policyType === 'System') - Number(b.policyType === 'System'))
        .map(({ policyType, policyName }) => ({ id: `${policyType}/${policyName}`, name: policyName, detail: policyType === 'System' ? t('identities.ofSystem') : '' }))
    case 'account':
      return overview.accounts.toSorted((a, b) => Number(b.isOwn) - Number(a.isOwn)).map(({ accountId, displayName, isOwn }) => ({ id: accountId, name: displayName, detail: isOwn ? t('identities.ownAccount') : accountId }))
  }
}

interface ChosenProps {
  readonly profileId: string
  readonly what: Creatable
  readonly id: string
  readonly overview: IdentityOverview
  readonly actions: IdentityActions
  readonly onRenamed: (name: string | undefined) => void
}

/** One of them, as far as it is still there. */
function Chosen({ profileId, what, id, overview, actions, onRenamed }: ChosenProps) {
  const shared = { profileId, overview, actions, onRenamed }
  const user = what === 'user' ? overview.users.find(({ userName }) => userName === id) : undefined
  if (user !== undefined) return <UserDetails key={user.userId} {...shared} user={user} />
  const group = what === 'group' ? overview.groups.find(({ groupName }) => groupName === id) : undefined
  if (group !== undefined) return <GroupDetails key={id} {...shared} group={group} />
  const role = what === 'role' ? overview.roles.find(({ roleName }) => roleName === id) : undefined
  if (role !== undefined) return <RoleDetails key={role.roleId} {...shared} role={role} />
  const policy = what === 'policy' ? overview.policies.find(({ policyType, policyName }) => `${policyType}/${policyName}` === id) : undefined
  if (policy !== undefined) return <PolicyDetails key={id} profileId={profileId} policy={policy} actions={actions} onRemoved={() => onRenamed(undefined)} />
  const account = what === 'account' ? overview.accounts.find(({ accountId }) => accountId === id) : undefined
  return account === undefined ? null : <AccountDetails key={id} profileId={profileId} account={account} actions={actions} />
}

/** The local store's RAM: who has which key, and who may do what. */
export function KeysAndUsersDialog({ profileId, shownKeyId, onClose }: Props) {
  const { t } = useTranslation()
  const { data, error } = useQuery(identitiesQuery(useApi(), profileId))
  const actions = useIdentityActions(profileId)
  const [tab, setTab] = useState<Creatable | 'keys'>('keys')
  const [chosen, setChosen] = useState<Readonly<Partial<Record<Creatable, string>>>>({})
  const [creating, setCreating] = useState<Creatable | undefined>(undefined)
  const choose = (what: Creatable) => (id: string | undefined) => setChosen((before) => ({ ...before, [what]: id }))
  return (
    <Modal open centered width="min(1080px, calc(100vw - 48px))" className="identity-dialog" title={t('identities.title')} onCancel={onClose} footer={<Button onClick={onClose}>{t('common.close')}</Button>}>
      {data === undefined ? (
        error === null ? <Skeleton active title={false} paragraph={{ rows: 8 }} /> : <Failure error={error} />
      ) : (
        <Tabs
          size="small"
          activeKey={tab}
          onChange={(key) => setTab(key as Creatable | 'keys')}
          items={[
            { key: 'keys', label: t('identities.tabs.keys'), children: <AccountKeys overview={data} shownKeyId={shownKeyId} actions={actions} /> },
            ...creatables.map((what) => {
              const list = listOf(what, data, t)
              const id = list.some((each) => each.id === chosen[what]) ? chosen[what] : list[0]?.id
              return {
                key: what,
                label: t(`identities.tabs.${what}`, { count: list.length }),
                children: (
                  <Panel what={what} list={list} chosen={id} onChoose={choose(what)} onCreate={() => setCreating(what)}>
                    {id === undefined ? null : <Chosen profileId={profileId} what={what} id={id} overview={data} actions={actions} onRenamed={choose(what)} />}
                  </Panel>
                ),
              }
            }),
          ]}
        />
      )}
      {creating === undefined || data === undefined ? null : (
        <CreateDialog
          what={creating}
          accountId={data.accountId}
          actions={actions}
          onClose={() => setCreating(undefined)}
          onCreated={(name) => {
            setCreating(undefined)
            choose(creating)(creating === 'policy' ? `Custom/${name}` : name)
          }}
        />
      )}
      {actions.dialogs}
    </Modal>
  )
}

/** The keys of the account itself, which may do everything. */
function AccountKeys({ overview, shownKeyId, actions }: { readonly overview: IdentityOverview; readonly shownKeyId: string | undefined; readonly actions: IdentityActions }) {
  const { t } = useTranslation()
  const copyText = useCopyText()
  return (
    <div className="identity-account">
      <p className="dialog-lead">{t('identities.accountLead')}</p>
      <PropertyList onCopy={copyText} properties={[{ label: t('identities.accountId'), value: overview.accountId, copy: overview.accountId, mono: true }]} />
      <KeyList keys={overview.keys} shownKeyId={shownKeyId} actions={actions} />
      <Failure error={actions.error} />
    </div>
  )
}

interface PanelProps {
  readonly what: Creatable
  readonly list: readonly Listed[]
  readonly chosen: string | undefined
  readonly onChoose: (id: string) => void
  readonly onCreate: () => void
  readonly children: ReactNode
}

/** A list of names on the left, one of them on the right. */
function Panel({ what, list, chosen, onChoose, onCreate, children }: PanelProps) {
  const { t } = useTranslation()
  const [filter, setFilter] = useState('')
  const create = (
    <Button size="small" icon={<Plus size={13} />} onClick={onCreate}>
      {t(`identities.createTitles.${what}`)}
    </Button>
  )
  if (list.length === 0) {
    return (
      <EmptyState title={t(`identities.empty.${what}`)} hint={t(`identities.createLeads.${what}`)}>
        {create}
      </EmptyState>
    )
  }
  const wanted = filter.trim().toLowerCase()
  const shown = list.filter(({ name, detail }) => `${name} ${detail}`.toLowerCase().includes(wanted))
  return (
    <div className="identity-panel">
      <div className="identity-list">
        {list.length > 8 ? <Input size="small" allowClear aria-label={t('identities.filter')} placeholder={t('identities.filter')} value={filter} onChange={(event) => setFilter(event.target.value)} /> : null}
        <ul aria-label={t(`identities.lists.${what}`)}>
          {shown.map(({ id, name, detail }) => (
            <li key={id}>
              <button type="button" className={`version-row${id === chosen ? ' is-chosen' : ''}`} aria-current={id === chosen} onClick={() => onChoose(id)}>
                <span>{name}</span>
                {detail === '' ? null : <span className="form-hint">{detail}</span>}
              </button>
            </li>
          ))}
        </ul>
        {create}
      </div>
      {children}
    </div>
  )
}
