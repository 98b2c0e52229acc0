import { Alert, Button, Checkbox, Modal, Spin } from 'antd'
import { CircleCheck } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RestoreChange, RestorePlan } from '../../../electron/contract/as-of.ts'
import { useApi, useCopyText } from '../../bridge/api.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { nameOf } from '../../ui/names.ts'
import { useBucketDialogs } from '../buckets/index.ts'
import { useNotices } from '../notices/index.ts'
import { useProfile } from '../profiles/index.ts'
import { MomentField } from './moment-field.tsx'
import { PlanRows } from './plan-rows.tsx'
import { countOfAll, PlanTotals } from './plan-totals.tsx'
import type { RestoreTarget } from './store.ts'
import { useKeepsVersions } from './use-keeps-versions.ts'
import { useRestorePlan } from './use-restore-plan.ts'

interface Props {
  readonly target: RestoreTarget
  readonly onClose: () => void
}

/** Objects that a restore would write. */
function restoredCount({ totals }: RestorePlan, includeSame: boolean): number {
  return totals.created.objects + totals.changed.objects + totals.deleted.objects + (includeSame ? totals.same.objects : 0)
}

/** What restoring a bucket or folder to a moment would change, all of it, before it starts. */
export function RestoreDialog({ target, onClose }: Props) {
  const { t } = useTranslation()
  const api = useApi()
  const copyText = useCopyText()
  const { profileId, bucket, prefix } = target
  const keeps = useKeepsVersions(profileId, bucket)
  const isLocked = useProfile(profileId)?.readOnly === true
  const showVersioning = useBucketDialogs((state) => state.showVersioning)
  const [momentMs, setMomentMs] = useState(target.momentMs)
  const [attempt, setAttempt] = useState(0)
  const [change, setChange] = useState<RestoreChange | undefined>(undefined)
  const [includeSame, setIncludeSame] = useState(false)
  const [leaveUncertain, setLeaveUncertain] = useState(false)
  const { plan, error } = useRestorePlan(target, keeps === 'Unset' ? undefined : momentMs, attempt)
  const count = plan === undefined ? 0 : restoredCount(plan, includeSame)
  const uncertain = plan?.totals.uncertain.objects ?? 0
  const reason = isLocked
    ? t('profiles.readOnlyReason')
    : plan?.state !== 'complete'
      ? t('asOf.restore.wait')
      : keeps !== 'Enabled'
        ? t('asOf.restore.suspended')
        : count === 0
          ? t('asOf.restore.nothing')
          : uncertain > 0 && !leaveUncertain
            ? t('asOf.restore.decide')
            : undefined
  const start = async () => {
    if (plan === undefined || reason !== undefined) return
    try {
      await api.transfers.enqueueRevert({ planId: plan.planId, includeSame, leaveUncertain })
      onClose()
    } catch (thrown) {
      useNotices.getState().reportError(thrown)
    }
  }
  const place = prefix === '' ? t('asOf.restore.bucket', { bucket }) : t('asOf.restore.folder', { folder: nameOf(prefix) })
  const enable = <Button onClick={() => showVersioning(profileId, bucket)}>{t('asOf.picker.versioning')}</Button>
  return (
    <Modal
      open
      centered
      width={760}
      className="restore-dialog"
      title={t('asOf.restore.title', { place })}
      onCancel={onClose}
      footer={[
        <Button key="cancel" onClick={onClose}>
          {t('common.cancel')}
        </Button>,
        <Button key="start" type="primary" disabled={reason !== undefined} title={reason} onClick={() => void start()}>
          {plan?.state === 'complete' ? t('asOf.restore.start', { count }) : t('asOf.restore.startOpen')}
        </Button>,
      ]}
    >
      <p className="dialog-lead">{t('asOf.restore.lead')}</p>
      {keeps === 'Unset' ? (
        <Alert type="error" showIcon title={t('asOf.restore.unversionedTitle')} description={t('asOf.restore.unversioned')} action={enable} />
      ) : (
        <>
          <div className="restore-moment">
            <span>{t('asOf.restore.moment')}</span>
            <MomentField valueMs={momentMs} onChange={setMomentMs} autoFocus={momentMs === undefined} />
            <PlanState plan={plan} />
          </div>
          {keeps === 'Suspended' ? <Alert type="error" showIcon title={t('asOf.restore.suspendedTitle')} description={t('asOf.restore.suspended')} action={enable} /> : null}
          {error === undefined ? null : (
            <ErrorNotice variant="inline" title={t('asOf.restore.failed')} error={error} onCopy={(text) => void copyText(text)} action={<Button onClick={() => setAttempt(attempt + 1)}>{t('common.retry')}</Button>} />
          )}
          {plan === undefined ? (
            momentMs === undefined ? <EmptyState title={t('asOf.restore.pick')} /> : null
          ) : plan.state === 'complete' && countOfAll(plan) === 0 ? (
            <EmptyState icon={<CircleCheck size={20} />} title={t('asOf.restore.nothing')} hint={t('asOf.restore.nothingHint')} />
          ) : (
            <>
              <PlanTotals plan={plan} change={change} onChange={setChange} />
              <PlanRows key={`${plan.planId} ${change ?? ''}`} plan={plan} change={change} total={change === undefined ? countOfAll(plan) : plan.totals[change].objects} prefix={prefix} />
              {uncertain === 0 ? null : (
                <Alert
                  type="warning"
                  showIcon
                  title={t('asOf.restore.uncertainTitle', { count: uncertain })}
                  description={
                    <>
                      <p>{t('asOf.restore.uncertain')}</p>
                      <Checkbox checked={leaveUncertain} onChange={({ target: box }) => setLeaveUncertain(box.checked)}>
                        {t('asOf.restore.leaveUncertain', { count: uncertain })}
                      </Checkbox>
                    </>
                  }
                />
              )}
              {plan.totals.same.objects === 0 ? null : (
                <Checkbox checked={includeSame} onChange={({ target: box }) => setIncludeSame(box.checked)}>
                  {t('asOf.restore.includeSame', { count: plan.totals.same.objects })}
                </Checkbox>
              )}
            </>
          )}
        </>
      )}
    </Modal>
  )
}

function PlanState({ plan }: { readonly plan: RestorePlan | undefined }) {
  const { t } = useTranslation()
  if (plan === undefined) return null
  return (
    <span className="is-secondary" role="status">
      {plan.state === 'loading' ? (
        <>
          <Spin size="small" /> {t('asOf.restore.reading', { count: plan.versions })}
        </>
      ) : (
        `${t('asOf.restore.read', { count: plan.versions })} · ${t('asOf.restore.unchanged', { count: plan.unchanged })}`
      )}
    </span>
  )
}
