import { Input, Select, Switch } from 'antd'
import { CircleCheck, CircleX } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { actions, type OssAction } from '../../../storage-core/policy/actions.ts'
import type { PolicyDocument } from '../../../storage-core/policy/document.ts'
import { anyRequest, type TriedBucket, type TriedRequest, tryRequest } from './model/try-request.ts'

interface Props {
  readonly bucket: TriedBucket
  /** What the bucket has now. */
  readonly saved: PolicyDocument | undefined
  /** What it would have; undefined with `isReadable` for none. */
  readonly draft: PolicyDocument | undefined
  readonly isReadable: boolean
  /** What to try first. */
  readonly first?: Partial<TriedRequest> | undefined
  readonly onShow: (statement: number) => void
}

const names = (Object.keys(actions) as OssAction[]).filter((name) => actions[name].scope !== 'service')

/** Asks the store's own evaluator what it would answer somebody, now and after saving. */
export function Simulator({ bucket, saved, draft, isReadable, first, onShow }: Props) {
  const { t } = useTranslation()
  const [tried, setTried] = useState<TriedRequest>(() => ({ ...anyRequest, timeMs: Date.now(), ...first }))
  const change = (part: Partial<TriedRequest>) => setTried((before) => ({ ...before, ...part, timeMs: Date.now() }))
  const now = tryRequest(tried, bucket, saved)
  const later = tryRequest(tried, bucket, draft)
  const isUid = /^\d+$/.test(tried.who) && tried.who !== bucket.ownerId
  const takesKey = actions[tried.action].scope === 'object' || tried.action === 'oss:ListObjects' || tried.action === 'oss:ListObjectVersions'
  const { decision, stages } = later
  const statement = decision.statement?.policy === 'bucket' ? decision.statement.index : undefined
  return (
    <div className="simulator">
      <p className="form-hint">{t('policy.tryLead')}</p>
      <label className="simulator-row">
        <span>{t('policy.tryWho')}</span>
        <Select
          size="small"
          showSearch
          aria-label={t('policy.tryWho')}
          value={tried.who}
          options={[
            { value: 'anonymous', label: t('policy.anonymous') },
            { value: 'owner', label: t('policy.owner') },
            ...(['owner', 'anonymous'].includes(tried.who) ? [] : [{ value: tried.who, label: tried.who }]),
          ]}
          onSearch={(text) => {
            if (/^\d+$/.test(text) || text.startsWith('arn:sts::')) change({ who: text })
          }}
          onChange={(who) => change({ who })}
        />
      </label>
      {isUid ? (
        <label className="simulator-row">
          <span>{t('policy.tryUidIs')}</span>
          <Select
            size="small"
            aria-label={t('policy.tryUidIs')}
            value={tried.uidIs}
            options={(['user', 'otherAccount'] as const).map((value) => ({ value, label: t(`policy.uidIs.${value}`) }))}
            onChange={(uidIs) => change({ uidIs })}
          />
        </label>
      ) : null}
      <label className="simulator-row">
        <span>{t('policy.tryAction')}</span>
        <Select size="small" showSearch aria-label={t('policy.tryAction')} value={tried.action} options={names.map((value) => ({ value, label: value.slice(4) }))} onChange={(action) => change({ action })} />
      </label>
      {takesKey ? (
        <label className="simulator-row">
          <span>{t(actions[tried.action].scope === 'object' ? 'policy.tryKey' : 'policy.tryPrefix')}</span>
          <Input size="small" className="is-mono" value={tried.key} onChange={(event) => change({ key: event.target.value })} />
        </label>
      ) : null}
      <label className="simulator-row">
        <span>{t('policy.tryIp')}</span>
        <Input size="small" className="is-mono" value={tried.sourceIp} onChange={(event) => change({ sourceIp: event.target.value.trim() })} />
      </label>
      <label className="simulator-row">
        <span>{t('policy.tryTls')}</span>
        <Switch size="small" aria-label={t('policy.tryTls')} checked={tried.secureTransport} onChange={(secureTransport) => change({ secureTransport })} />
      </label>
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
            </p>
          </div>
        </div>
      ) : (
        <p className="form-hint">{t('policy.tryUnreadable')}</p>
      )}
      {isReadable ? (
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
      ) : null}
    </div>
  )
}
