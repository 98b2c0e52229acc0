import { useQuery } from '@tanstack/react-query'
import { Button, Input, InputNumber } from 'antd'
import { useMemo, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { GroupView, IdentityOverview, RoleView, UserView } from '../../../electron/contract/identities.ts'
import { useApi, useCopyText } from '../../bridge/api.tsx'
import { PropertyList } from '../../ui/property-list.tsx'
import { LazyDocumentEditor } from '../policy/index.ts'
import { AttachedList, Chosen } from './attached-list.tsx'
import { Failure } from './failure.tsx'
import { IssueDialog } from './issue-dialog.tsx'
import { KeyList } from './key-list.tsx'
import { holderQuery } from './queries.ts'
import type { IdentityActions } from './use-identity-actions.tsx'

interface Shared {
  readonly profileId: string
  readonly overview: IdentityOverview
  readonly actions: IdentityActions
  /** It is there under another name now, or not at all. */
  readonly onRenamed: (name: string | undefined) => void
}

/** A RAM user: name, keys, groups, policies. */
export function UserDetails({ profileId, overview, actions, user, onRenamed }: Shared & { readonly user: UserView }) {
  const { t } = useTranslation()
  const copyText = useCopyText()
  const { userName } = user
  const { data, error } = useQuery(holderQuery(useApi(), profileId, { kind: 'user', name: userName }))
  const remove = () =>
    actions.ask(
      {
        title: t('identities.deleteTitles.user', { name: userName }),
        losses: [...lossesOf(t('identities.losses.keys', { count: data?.keys.length ?? 0 }), data?.keys.length), ...lossesOf(t('identities.losses.attachments', { count: data?.policies.length ?? 0 }), data?.policies.length), ...lossesOf(t('identities.losses.memberships', { count: data?.groups.length ?? 0 }), data?.groups.length), t('identities.losses.user')],
        action: t('identities.deleteTitles.user', { name: userName }),
        change: { kind: 'deleteUser', userName },
      },
      () => onRenamed(undefined),
    )
  return (
    <Details title={userName} onRemove={remove} error={actions.error ?? error}>
      <PropertyList onCopy={copyText} properties={[{ label: t('identities.uid'), value: user.userId, copy: user.userId, mono: true }]} />
      <Naming
        key={userName}
        name={userName}
        remark={user.displayName}
        isBusy={actions.isBusy}
        onSave={(newUserName, displayName) => actions.act({ kind: 'updateUser', userName, newUserName, displayName, comments: user.comments }, { onDone: () => onRenamed(newUserName) })}
      />
      {data === undefined ? null : (
        <>
          <KeyList keys={data.keys} userName={userName} actions={actions} />
          <section className="identity-section" aria-label={t('identities.groups')}>
            <h3 className="section-title">{t('identities.groups')}</h3>
            <Chosen
              label={t('identities.groups')}
              placeholder={t('identities.groupsPlaceholder')}
              chosen={data.groups.map(same)}
              options={overview.groups.map(({ groupName }) => same(groupName))}
              isBusy={actions.isBusy}
              onAdd={(groupName) => actions.act({ kind: 'addToGroup', groupName, userName })}
              onRemove={(groupName) => actions.act({ kind: 'removeFromGroup', groupName, userName })}
            />
          </section>
          <AttachedList holder={{ kind: 'user', name: userName }} attached={data.policies} policies={overview.policies} actions={actions} />
        </>
      )}
    </Details>
  )
}

/** A group: name, users, policies. */
export function GroupDetails({ profileId, overview, actions, group, onRenamed }: Shared & { readonly group: GroupView }) {
  const { t } = useTranslation()
  const { groupName } = group
  const { data, error } = useQuery(holderQuery(useApi(), profileId, { kind: 'group', name: groupName }))
  const remove = () =>
    actions.ask(
      {
        title: t('identities.deleteTitles.group', { name: groupName }),
        losses: [t('identities.losses.group', { count: data?.users.length ?? 0 }), ...lossesOf(t('identities.losses.attachments', { count: data?.policies.length ?? 0 }), data?.policies.length)],
        action: t('identities.deleteTitles.group', { name: groupName }),
        change: { kind: 'deleteGroup', groupName },
      },
      () => onRenamed(undefined),
    )
  return (
    <Details title={groupName} onRemove={remove} error={actions.error ?? error}>
      <Naming
        key={groupName}
        name={groupName}
        remark={group.comments}
        isBusy={actions.isBusy}
        onSave={(newGroupName, comments) => actions.act({ kind: 'updateGroup', groupName, newGroupName, comments }, { onDone: () => onRenamed(newGroupName) })}
      />
      {data === undefined ? null : (
        <>
          <section className="identity-section" aria-label={t('identities.members')}>
            <h3 className="section-title">{t('identities.members')}</h3>
            <Chosen
              label={t('identities.members')}
              placeholder={t('identities.membersPlaceholder')}
              chosen={data.users.map(same)}
              options={overview.users.map(({ userName }) => same(userName))}
              isBusy={actions.isBusy}
              onAdd={(userName) => actions.act({ kind: 'addToGroup', groupName, userName })}
              onRemove={(userName) => actions.act({ kind: 'removeFromGroup', groupName, userName })}
            />
          </section>
          <AttachedList holder={{ kind: 'group', name: groupName }} attached={data.policies} policies={overview.policies} actions={actions} />
        </>
      )}
    </Details>
  )
}

/** A role: whom it trusts, for how long, what it may, and credentials for it. */
export function RoleDetails({ profileId, overview, actions, role, onRenamed }: Shared & { readonly role: RoleView }) {
  const { t } = useTranslation()
  const copyText = useCopyText()
  const { roleName } = role
  const { data, error } = useQuery(holderQuery(useApi(), profileId, { kind: 'role', name: roleName }))
  const [trust, setTrust] = useState(role.trustPolicy)
  const [minutes, setMinutes] = useState(role.maxSessionSeconds / 60)
  const [isIssuing, setIssuing] = useState(false)
  const choices = useMemo(
    () => ({
      accountId: overview.accountId,
      users: overview.users.map(({ userName }) => userName),
      // A role may trust another one, hardly itself.
      roles: overview.roles.flatMap((each) => (each.roleName === roleName ? [] : [each.roleName])),
      accounts: overview.accounts.filter(({ isOwn }) => !isOwn),
    }),
    [overview, roleName],
  )
  const isChanged = trust !== role.trustPolicy || minutes * 60 !== role.maxSessionSeconds
  const remove = () =>
    actions.ask(
      {
        title: t('identities.deleteTitles.role', { name: roleName }),
        losses: [t('identities.losses.role'), ...lossesOf(t('identities.losses.attachments', { count: data?.policies.length ?? 0 }), data?.policies.length)],
        action: t('identities.deleteTitles.role', { name: roleName }),
        change: { kind: 'deleteRole', roleName },
      },
      () => onRenamed(undefined),
    )
  return (
    <Details title={roleName} onRemove={remove} error={actions.error ?? error} extra={<Button size="small" type="primary" onClick={() => setIssuing(true)}>{t('identities.issueOpen')}</Button>}>
      <PropertyList onCopy={copyText} properties={[{ label: 'ARN', value: role.arn, copy: role.arn, mono: true }]} />
      {data === undefined ? null : <AttachedList holder={{ kind: 'role', name: roleName }} attached={data.policies} policies={overview.policies} actions={actions} />}
      <section className="identity-section" aria-label={t('identities.trust')}>
        <h3 className="section-title">{t('identities.trust')}</h3>
        <p className="form-hint">{t('identities.trustHint')}</p>
        <LazyDocumentEditor kind="trust" text={trust} trust={choices} onChange={setTrust} />
        <label className="identity-field">
          <span>{t('identities.maxMinutes')}</span>
          <InputNumber min={60} max={720} value={minutes} onChange={(value) => setMinutes(value ?? 60)} />
        </label>
        <Button
          size="small"
          disabled={!isChanged || actions.isBusy}
          onClick={() => actions.act({ kind: 'updateRole', roleName, description: role.description, trustPolicy: trust, maxSessionSeconds: Math.round(minutes * 60) })}
        >
          {t('identities.saveRole')}
        </Button>
      </section>
      {isIssuing ? (
        <IssueDialog
          profileId={profileId}
          role={role}
          users={overview.users}
          onClose={() => setIssuing(false)}
          onIssued={(secret) => {
            setIssuing(false)
            actions.show(secret)
          }}
        />
      ) : null}
    </Details>
  )
}

const same = (name: string) => ({ value: name, label: name })
const lossesOf = (text: string, count: number | undefined): readonly string[] => ((count ?? 0) > 0 ? [text] : [])

interface DetailsProps {
  readonly title: string
  readonly extra?: ReactNode
  /** Absent for what cannot be deleted. */
  readonly onRemove?: (() => void) | undefined
  readonly error: unknown
  readonly children: ReactNode
}

/** What is known of one of them, under its name. */
export function Details({ title, extra, onRemove, error, children }: DetailsProps) {
  const { t } = useTranslation()
  return (
    <section className="identity-details" aria-label={title}>
      <header>
        <h2>{title}</h2>
        {extra}
        {onRemove === undefined ? null : (
          <Button size="small" danger onClick={onRemove}>
            {t('identities.delete')}
          </Button>
        )}
      </header>
      <Failure error={error} />
      {children}
    </section>
  )
}

/** Name and remark, changed together. */
function Naming({ name, remark, isBusy, onSave }: { readonly name: string; readonly remark: string; readonly isBusy: boolean; readonly onSave: (name: string, remark: string) => void }) {
  const { t } = useTranslation()
  const [newName, setNewName] = useState(name)
  const [newRemark, setNewRemark] = useState(remark)
  const isChanged = newName.trim() !== name || newRemark.trim() !== remark
  return (
    <div className="identity-naming">
      <label>
        <span className="form-hint">{t('identities.name')}</span>
        <Input size="small" className="is-mono" value={newName} maxLength={64} onChange={(event) => setNewName(event.target.value)} />
      </label>
      <label>
        <span className="form-hint">{t('identities.remark')}</span>
        <Input size="small" value={newRemark} maxLength={128} onChange={(event) => setNewRemark(event.target.value)} />
      </label>
      <Button size="small" disabled={!isChanged || newName.trim() === '' || isBusy} onClick={() => onSave(newName.trim(), newRemark.trim())}>
        {t('identities.rename')}
      </Button>
    </div>
  )
}
