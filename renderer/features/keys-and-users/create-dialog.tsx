import { Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { IdentityChange } from '../../../electron/contract/identities.ts'
import { Failure } from './failure.tsx'
import type { IdentityActions } from './use-identity-actions.tsx'

/** What can be made. */
export type Creatable = 'user' | 'group' | 'role' | 'policy' | 'account'

interface Props {
  readonly what: Creatable
  readonly accountId: string
  readonly actions: IdentityActions
  readonly onCreated: (name: string) => void
  readonly onClose: () => void
}

const emptyPolicy = JSON.stringify({ Version: '1', Statement: [{ Effect: 'Allow', Action: ['oss:GetObject', 'oss:ListObjects'], Resource: ['*'] }] }, undefined, 2)

/** Users of the account may assume the role, as far as their own policies let them. */
export function trustOfAccount(accountId: string): string {
  return JSON.stringify({ Version: '1', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { RAM: [`acs:ram::${accountId}:root`] } }] }, undefined, 2)
}

function changeFor(what: Creatable, name: string, remark: string, accountId: string): IdentityChange {
  switch (what) {
    case 'user':
      return { kind: 'createUser', userName: name, displayName: remark, comments: '' }
    case 'group':
      return { kind: 'createGroup', groupName: name, comments: remark }
    case 'role':
      return { kind: 'createRole', roleName: name, description: remark, trustPolicy: trustOfAccount(accountId), maxSessionSeconds: 3600 }
    case 'policy':
      return { kind: 'createPolicy', policyName: name, description: remark, document: emptyPolicy }
    case 'account':
      return { kind: 'createAccount', displayName: name }
  }
}

/** Asks for a name, and makes it. What else it needs is set where it is shown afterwards. */
export function CreateDialog({ what, accountId, actions, onCreated, onClose }: Props) {
  const { t } = useTranslation()
  const [name, setName] = useState('')
  const [remark, setRemark] = useState('')
  const trimmed = name.trim()
  const create = () => {
    if (trimmed === '') return
    actions.act(changeFor(what, trimmed, remark.trim(), accountId), { secretTitle: t('identities.newAccountTitle'), onDone: () => onCreated(trimmed) })
  }
  return (
    <Modal
      open
      centered
      width={460}
      title={t(`identities.createTitles.${what}`)}
      okText={t(`identities.createTitles.${what}`)}
      cancelText={t('common.cancel')}
      okButtonProps={{ disabled: trimmed === '', loading: actions.isBusy }}
      onOk={create}
      onCancel={onClose}
    >
      <p className="dialog-lead">{t(`identities.createLeads.${what}`)}</p>
      <label className="identity-field">
        <span>{t('identities.name')}</span>
        <Input autoFocus className="is-mono" value={name} maxLength={64} onChange={(event) => setName(event.target.value)} onPressEnter={create} />
      </label>
      {what === 'account' ? null : (
        <label className="identity-field">
          <span>{t('identities.remark')}</span>
          <Input value={remark} maxLength={128} onChange={(event) => setRemark(event.target.value)} onPressEnter={create} />
        </label>
      )}
      <Failure error={actions.error} />
    </Modal>
  )
}
