import type { TFunction } from 'i18next'
import { Button, Modal, Segmented } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PolicyVersion } from '../../../electron/contract/policy-notes.ts'
import { useFormat } from '../../ui/use-format.ts'
import { readRawPolicy } from './model/raw-policy.ts'
import { JsonEditor } from './json-editor.tsx'

interface Props {
  readonly versions: readonly PolicyVersion[]
  /** The draft, which a version is compared with. */
  readonly text: string
  readonly onRestore: (text: string) => void
  readonly onClose: () => void
}

/** The policies that the bucket had, as far as they were seen from this computer. */
export function HistoryDialog({ versions, text, onRestore, onClose }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const [chosenId, setChosenId] = useState(versions[0]?.versionId)
  const [side, setSide] = useState<'whole' | 'changes'>('changes')
  const chosen = versions.find(({ versionId }) => versionId === chosenId)
  const chosenText = chosen?.text ?? ''
  return (
    <Modal
      open
      centered
      width={900}
      title={t('policy.history')}
      onCancel={onClose}
      footer={
        <div className="form-actions">
          <Button onClick={onClose}>{t('common.close')}</Button>
          <Button
            type="primary"
            disabled={chosen === undefined || chosenText === text}
            onClick={() => {
              onRestore(chosenText)
              onClose()
            }}
          >
            {t('policy.restore')}
          </Button>
        </div>
      }
    >
      {chosen === undefined ? null : <p className="dialog-lead">{t('policy.historyLead')}</p>}
      {chosen === undefined ? (
        <p className="form-hint">{t('policy.noHistory')}</p>
      ) : (
        <div className="policy-history">
          <ul className="version-list" aria-label={t('policy.history')}>
            {versions.map(({ versionId, keptMs, origin, text: held }) => (
              <li key={versionId}>
                <button type="button" aria-current={versionId === chosenId} className={`version-row${versionId === chosenId ? ' is-chosen' : ''}`} onClick={() => setChosenId(versionId)}>
                  <span>{format.exactTime(keptMs)}</span>
                  <span className="form-hint">
                    {format.time(keptMs)} · {held === null ? t('policy.versionNone') : `${t(`policy.origins.${origin}`)} · ${countOf(held, t)}`}
                  </span>
                </button>
              </li>
            ))}
          </ul>
          <div className="policy-main">
            <div className="policy-toolbar">
              <Segmented
                size="small"
                aria-label={t('policy.versionShow')}
                value={side}
                options={(['changes', 'whole'] as const).map((value) => ({ value, label: t(`policy.versionSides.${value}`) }))}
                onChange={setSide}
              />
              <span className="form-hint">{chosenText === text ? t('policy.versionSame') : side === 'changes' ? t('policy.versionHint') : ''}</span>
            </div>
            {/* An editor for each, because what it compares with is part of it. */}
            <JsonEditor key={`${chosen.versionId} ${side}`} label={t('policy.json')} text={chosenText} before={side === 'changes' ? text : chosenText} />
          </div>
        </div>
      )}
    </Modal>
  )
}

/** How much there is in a policy, which tells those of one minute apart sooner than their times. */
function countOf(text: string, t: TFunction): string {
  const { policy } = readRawPolicy(text)
  return policy === undefined ? t('policy.versionUnreadable') : t('policy.versionStatements', { count: policy.statements.length })
}
