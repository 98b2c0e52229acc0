import { Button, Modal } from 'antd'
import { CircleCheck, CircleX, Globe, Lock, TriangleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useCopyText } from '../../bridge/api.tsx'
import { toCallError } from '../../bridge/call-error.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { CheckSentence } from './check-list.tsx'
import { JsonEditor } from './json-editor.tsx'
import type { DraftCheck } from './model/check-draft.ts'
import type { CheckResult } from './model/checks.ts'
import type { People } from './use-people.ts'

interface Props {
  readonly saved: string
  readonly text: string
  readonly before: DraftCheck
  readonly check: DraftCheck
  /** Checks whose answer becomes another one. */
  readonly changed: readonly CheckResult[]
  readonly people: People
  /** The account could not change the policy again on the way the window takes. */
  readonly locksOut: boolean
  readonly saving: boolean
  readonly error: Error | null
  readonly onSave: () => void
  readonly onClose: () => void
}

/** The last look before a policy counts: what changes, and what it opens or closes. */
export function ReviewDialog({ saved, text, before, check, changed, people, locksOut, saving, error, onSave, onClose }: Props) {
  const { t } = useTranslation()
  const copyText = useCopyText()
  const isRemoved = text.trim() === ''
  const isOpened = check.isPublic && !before.isPublic
  const warnings = check.findings.filter(({ severity }) => severity !== 'note').map(({ code, value, because }) => t(`policy.codes.${code}`, { value: value ?? '', other: (because ?? 0) + 1 }))
  return (
    <Modal
      open
      centered
      width={820}
      title={t(isRemoved ? 'policy.removeTitle' : 'policy.reviewTitle')}
      onCancel={onClose}
      footer={
        <div className="form-actions">
          <Button onClick={onClose}>{t('policy.keepEditing')}</Button>
          <Button type="primary" danger={isRemoved || isOpened || locksOut} loading={saving} onClick={onSave}>
            {t(isRemoved ? 'policy.removeAction' : locksOut ? 'policy.saveLockedOut' : isOpened ? 'policy.saveOpened' : 'policy.save')}
          </Button>
        </div>
      }
    >
      {locksOut ? (
        <p className="review-warning">
          <Lock size={16} className="is-danger" aria-hidden />
          <span>
            <strong>{t('policy.locksOut')}</strong> {t('policy.locksOutWhy')}
          </span>
        </p>
      ) : null}
      {isOpened ? (
        <p className="review-warning">
          <Globe size={16} className="is-danger" aria-hidden />
          <strong>{t('policy.becomesPublic')}</strong>
        </p>
      ) : null}
      {isRemoved ? <p className="dialog-lead">{t('policy.removeLead')}</p> : null}
      {[...new Set(warnings)].map((warning) => (
        <p className="review-warning" key={warning}>
          <TriangleAlert size={15} className="is-warn" aria-hidden />
          <span>{warning}</span>
        </p>
      ))}
      {changed.length === 0 ? null : (
        <>
          <h3 className="section-title">{t('policy.checksChange', { count: changed.length })}</h3>
          <ul className="check-list">
            {changed.map(({ check: each, after, passes }) => (
              <li key={each.checkId} className="check-row">
                {passes ? <CircleCheck size={15} className="is-ok" aria-hidden /> : <CircleX size={15} className="is-danger" aria-hidden />}
                <div>
                  <CheckSentence check={each} people={people} />
                </div>
                <span className={passes ? 'is-secondary' : 'is-danger'}>{t(after === true ? 'policy.becomesAllowed' : 'policy.becomesDenied')}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      <div className="review-diff">
        <JsonEditor label={t('policy.changes')} text={text} before={saved} />
      </div>
      {error === null ? null : <ErrorNotice variant="inline" error={toCallError(error)} onCopy={(details) => void copyText(details)} />}
    </Modal>
  )
}
