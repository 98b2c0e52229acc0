import { Input, InputNumber, Modal, Select } from 'antd'
import { useState } from 'react'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { IdentityOverview, RoleView } from '../../../electron/contract/identities.ts'
import { useApi } from '../../bridge/api.tsx'
import { useFormat } from '../../ui/use-format.ts'
import { LazyDocumentEditor } from '../policy/index.ts'
import { Failure } from './failure.tsx'
import type { ShownSecret } from './secret-dialog.tsx'

interface Props {
  readonly profileId: string
  readonly role: RoleView
  readonly users: IdentityOverview['users']
  readonly onIssued: (secret: ShownSecret) => void
  readonly onClose: () => void
}

const leastSeconds = 900

/** Temporary credentials for a role: who asks, for how long, and what narrows them. */
export function IssueDialog({ profileId, role, users, onIssued, onClose }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const api = useApi()
  const [userName, setUserName] = useState(users[0]?.userName)
  const [sessionName, setSessionName] = useState('session')
  const [minutes, setMinutes] = useState(Math.min(60, role.maxSessionSeconds / 60))
  const [externalId, setExternalId] = useState('')
  const [policy, setPolicy] = useState<string | undefined>(undefined)
  const asksForId = /sts:ExternalId/i.test(role.trustPolicy)
  const issue = useMutation({
    mutationFn: (user: string) =>
      api.identities.assumeRole({ profileId, roleName: role.roleName, userName: user, sessionName, durationSeconds: Math.round(minutes * 60), ...(asksForId && externalId !== '' ? { externalId } : {}), ...(policy === undefined || policy.trim() === '' ? {} : { policy: JSON.stringify(JSON.parse(policy)) }) }),
    gcTime: 0,
  })
  const start = () => {
    if (userName === undefined) return
    issue.mutateAsync(userName).then(
      ({ arn, expiresMs, ...credentials }) => {
        issue.reset()
        onIssued({
          title: t('identities.issuedTitle', { name: role.roleName }),
          ...credentials,
          notes: [
            { label: t('identities.expires'), value: format.exactTime(expiresMs) },
            { label: 'ARN', value: arn },
          ],
        })
      },
      // Shown from `issue.error`.
      () => undefined,
    )
  }
  const isWrong = policy !== undefined && policy.trim() !== '' && !isJson(policy)
  return (
    <Modal
      open
      centered
      width={640}
      title={t('identities.issueTitle', { name: role.roleName })}
      okText={t('identities.issue')}
      cancelText={t('common.cancel')}
      okButtonProps={{ disabled: userName === undefined || sessionName.trim().length < 2 || (asksForId && externalId.length === 1) || isWrong, loading: issue.isPending }}
      onOk={start}
      onCancel={onClose}
    >
      <p className="dialog-lead">{t('identities.issueLead')}</p>
      <div className="identity-field">
        <span>{t('identities.issueUser')}</span>
        <Select
          showSearch
          aria-label={t('identities.issueUser')}
          placeholder={t('identities.issueNoUser')}
          {...(userName === undefined ? {} : { value: userName })}
          options={users.map((user) => ({ value: user.userName, label: user.userName }))}
          onChange={setUserName}
        />
      </div>
      <label className="identity-field">
        <span>{t('identities.issueSession')}</span>
        <Input className="is-mono" value={sessionName} maxLength={64} onChange={(event) => setSessionName(event.target.value)} />
      </label>
      {asksForId ? (
        <label className="identity-field">
          <span>{t('policy.keys.sts_ExternalId')}</span>
          <Input className="is-mono" value={externalId} maxLength={1224} onChange={(event) => setExternalId(event.target.value.trim())} />
        </label>
      ) : null}
      <label className="identity-field">
        <span>{t('identities.issueMinutes')}</span>
        <InputNumber min={leastSeconds / 60} max={role.maxSessionSeconds / 60} value={minutes} onChange={(value) => setMinutes(value ?? leastSeconds / 60)} />
      </label>
      <div className="identity-field">
        <span>{t('identities.issuePolicy')}</span>
        <Select
          aria-label={t('identities.issuePolicy')}
          value={policy === undefined ? 'none' : 'own'}
          options={(['none', 'own'] as const).map((value) => ({ value, label: t(`identities.issuePolicies.${value}`) }))}
          onChange={(value) => setPolicy(value === 'none' ? undefined : JSON.stringify({ Version: '1', Statement: [{ Effect: 'Allow', Action: ['oss:GetObject'], Resource: ['*'] }] }, undefined, 2))}
        />
      </div>
      {policy === undefined ? null : <LazyDocumentEditor kind="session" text={policy} onChange={setPolicy} />}
      <Failure error={issue.error} />
    </Modal>
  )
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch (error) {
    if (error instanceof SyntaxError) return false
    throw error
  }
}
