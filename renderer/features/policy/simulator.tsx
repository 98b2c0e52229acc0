import { Button } from 'antd'
import { CircleCheck, CircleX } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { PolicyDocument } from '../../../storage-core/policy/document.ts'
import { sessionProblem, type TriedBucket, type TriedRequest, tryRequest } from './model/try-request.ts'
import { RequestForm } from './request-form.tsx'
import type { People } from './use-people.ts'
import type { RamPolicies } from './use-ram-policies.ts'

interface Props {
  readonly bucket: TriedBucket
  readonly people: People
  /** Whether the policies of RAM count for whoever is tried. */
  readonly ramState: ReturnType<RamPolicies['stateOf']>
  /** What is asked, and whether its time was chosen. */
  readonly tried: TriedRequest
  readonly isTimed: boolean
  readonly onTry: (tried: TriedRequest, isTimed: boolean) => void
  /** What the bucket has now. */
  readonly saved: PolicyDocument | undefined
  /** What it would have; undefined with `isReadable` for none. */
  readonly draft: PolicyDocument | undefined
  readonly isReadable: boolean
  readonly onShow: (statement: number) => void
  /** Why no check can be kept. */
  readonly fullReason: string | undefined
  readonly onKeep: (allowed: boolean) => void
}

/** Asks the store's own evaluator what it would answer somebody, now and after saving. */
export function Simulator({ bucket, people, ramState, tried, isTimed, onTry, saved, draft, isReadable: isPolicyReadable, onShow, fullReason, onKeep }: Props) {
  const { t } = useTranslation()
  const now = tryRequest(tried, bucket, saved)
  const later = tryRequest(tried, bucket, draft)
  const { decision, stages } = later
  const isReadable = isPolicyReadable && sessionProblem(tried) === undefined && ramState !== 'reading'
  const statement = decision.statement?.policy === 'bucket' ? decision.statement.index : undefined
  const policyName = decision.statement?.policy === 'identity' ? decision.statement.policyName : undefined
  return (
    <div className="simulator">
      <p className="form-hint">{t(ramState === 'unknown' ? 'policy.tryLead' : 'policy.tryLeadKnown')}</p>
      <RequestForm
        tried={tried}
        ownerId={bucket.ownerId}
        people={people}
        isTimed={isTimed}
        onChange={(part) => onTry({ ...tried, ...(isTimed ? {} : { timeMs: Date.now() }), ...part }, isTimed)}
        onTime={(timeMs) => onTry({ ...tried, timeMs: timeMs ?? Date.now() }, timeMs !== undefined)}
      />
      {isReadable ? (
        <div className={`decision ${decision.allowed ? 'is-allowed' : 'is-denied'}`} role="status">
          {decision.allowed ? <CircleCheck size={18} className="is-ok" aria-hidden /> : <CircleX size={18} className="is-danger" aria-hidden />}
          <div>
            <p>
              <strong>{t(decision.allowed ? 'policy.allowed' : 'policy.denied')}</strong>{' '}
              {now.decision.allowed === decision.allowed ? null : <span className="is-warn">{t(now.decision.allowed ? 'policy.wasAllowed' : 'policy.wasDenied')}</span>}
            </p>
            <p>
              {t(`policy.reasons.${decision.reason}`)}{' '}
              {statement === undefined ? null : (
                <button type="button" className="link-button" onClick={() => onShow(statement)}>
                  {t('policy.statement', { number: statement + 1 })}
                </button>
              )}
              {policyName === undefined ? null : <span className="is-secondary">{t('policy.ofRamPolicy', { name: policyName })}</span>}
            </p>
          </div>
        </div>
      ) : (
        <p className="form-hint">{t(!isPolicyReadable ? 'policy.tryUnreadable' : ramState === 'reading' ? 'policy.readingRam' : 'policy.trySessionUnreadable')}</p>
      )}
      {isReadable ? (
        <>
          <div>
            <Button size="small" disabled={fullReason !== undefined} title={fullReason} onClick={() => onKeep(decision.allowed)}>
              {t(decision.allowed ? 'policy.keepAllowed' : 'policy.keepDenied')}
            </Button>
          </div>
          <ol className="stage-list" aria-label={t('policy.path')}>
            {stages.map(({ stage, outcome }) =>
              outcome === 'skipped' ? null : (
                <li key={stage} className={`stage is-${outcome}`}>
                  <span>{t(`policy.stages.${stage}`)}</span>
                  <span>{t(`policy.outcomes.${outcome}`)}</span>
                </li>
              ),
            )}
          </ol>
        </>
      ) : null}
    </div>
  )
}
