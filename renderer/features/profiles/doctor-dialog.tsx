import { Button, Checkbox, Modal } from 'antd'
import { CircleAlert, CircleCheck, CircleDashed, CircleMinus, LoaderCircle, TriangleAlert } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { DoctorCheck, DoctorCheckId, DoctorState } from '../../../electron/contract/doctor.ts'
import { useCopyText } from '../../bridge/api.tsx'
import { toCallError } from '../../bridge/call-error.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { useFormat } from '../../ui/use-format.ts'
import { doctorGroups, reportOf, type DoctorTexts } from './doctor-report.ts'
import { useDoctor, type Trial } from './use-doctor.ts'

interface Props {
  readonly trial: Trial
  readonly onClose: () => void
}

const icons: Readonly<Record<DoctorState | 'waiting', ReactNode>> = {
  waiting: <CircleDashed size={16} className="is-faint" />,
  running: <LoaderCircle size={16} className="doctor-running" />,
  ok: <CircleCheck size={16} className="is-ok" />,
  warning: <TriangleAlert size={16} className="is-warn" />,
  failed: <CircleAlert size={16} className="is-danger" />,
  skipped: <CircleMinus size={16} className="is-faint" />,
}

/** Looks at a connection layer by layer and says of each what was measured and what to do. */
export function DoctorDialog({ trial, onClose }: Props) {
  const { t } = useTranslation()
  const copyText = useCopyText()
  const texts = useDoctorTexts()
  const [mayWrite, setMayWrite] = useState(false)
  const { checks, isRunning, error, run, cancel } = useDoctor(trial)
  const bad = [...checks.values()].filter(({ state }) => state === 'failed').length
  const doubtful = [...checks.values()].filter(({ state }) => state === 'warning').length
  const summary = isRunning ? t('doctor.running') : bad > 0 ? t('doctor.failedCount', { count: bad }) : doubtful > 0 ? t('doctor.warningCount', { count: doubtful }) : t('doctor.sound')
  const title = t('doctor.title', { name: trial.fields.name === '' ? trial.fields.endpoint : trial.fields.name })
  return (
    <Modal
      open
      centered
      width={640}
      title={title}
      onCancel={onClose}
      className="doctor"
      footer={
        <div className="form-actions">
          <Checkbox checked={mayWrite} disabled={isRunning || trial.fields.readOnly} onChange={({ target }) => setMayWrite(target.checked)}>
            {t('doctor.mayWrite')}
          </Checkbox>
          <span className="form-buttons">
            <Button disabled={checks.size === 0} onClick={() => void copyText(reportOf(trial.fields, checks, texts))}>
              {t('doctor.copy')}
            </Button>
            {isRunning ? <Button onClick={cancel}>{t('common.cancel')}</Button> : <Button onClick={() => run(mayWrite)}>{t('doctor.again')}</Button>}
            <Button type="primary" onClick={onClose}>
              {t('common.close')}
            </Button>
          </span>
        </div>
      }
    >
      <p className="dialog-lead" role="status">
        {summary}
      </p>
      {error === undefined ? null : <ErrorNotice variant="inline" error={toCallError(error)} onCopy={(text) => void copyText(text)} />}
      {/* Scrolls, so the keyboard must reach it. */}
      <div className="doctor-groups" tabIndex={0} role="region" aria-label={title}>
        {doctorGroups.map(({ group, ids }) => (
          <section key={group} aria-label={t(`doctor.groups.${group}`)}>
            <h2 className="section-title">{t(`doctor.groups.${group}`)}</h2>
            <ul className="doctor-checks">
              {ids.map((id) => (
                <CheckRow key={id} id={id} check={checks.get(id)} texts={texts} />
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Modal>
  )
}

function CheckRow({ id, check, texts }: { readonly id: DoctorCheckId; readonly check: DoctorCheck | undefined; readonly texts: DoctorTexts }) {
  const state = check?.state ?? 'waiting'
  return (
    <li className="doctor-check" data-check={id} data-state={state}>
      <span className="doctor-icon" role="img" aria-label={texts.state(state)} title={texts.state(state)}>
        {icons[state]}
      </span>
      <span className="doctor-name">{texts.check(id)}</span>
      <span className="doctor-time">{check?.durationMs === undefined ? '' : texts.duration(check.durationMs)}</span>
      {check?.advice === undefined ? null : <p className="doctor-advice">{texts.advice(check.advice)}</p>}
      {check === undefined || check.facts.length === 0 ? null : (
        <dl className="doctor-facts">
          {check.facts.map(({ name, value }) => (
            <div key={name}>
              <dt>{texts.fact(name)}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </li>
  )
}

function useDoctorTexts(): DoctorTexts {
  const { t } = useTranslation()
  const format = useFormat()
  return {
    check: (id) => t(`doctor.checks.${id}`),
    state: (state) => t(`doctor.states.${state}`),
    advice: (advice) => t(`doctor.advice.${advice}`),
    fact: (name) => t(`doctor.facts.${name}`),
    duration: (ms) => t('doctor.milliseconds', { ms: format.number(Math.round(ms)) }),
    setting: (name) => t(`profiles.${name}`),
  }
}
