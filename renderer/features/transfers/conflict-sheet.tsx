import { Button, Modal, Radio, Select } from 'antd'
import type { TFunction } from 'i18next'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ConflictPolicy } from '../../../electron/contract/conflict-policy.ts'
import { type TransferConflict, type TransferPreview } from '../../../electron/contract/transfer-previews.ts'
import { TruncatedName } from '../../ui/truncated-name.tsx'
import { useFormat } from '../../ui/use-format.ts'
import { useNotices } from '../notices/index.ts'
import { conflictOutcome, firstChoice, type ConflictOutcome } from './conflict-outcome.ts'
import { placeName } from './place-name.ts'
import { keepsVersions, useWriteFlow, type FoundWrite, type PendingWrite, type WriteVerb } from './write-flow.ts'

const shownConflicts = 200
const policies = ['skip', 'skipIdentical', 'newer', 'keepBoth', 'overwrite'] as const satisfies readonly ConflictPolicy[]
/** The text of each; `newer` alone is the mark of a row that is. */
const labels = { skip: 'skip', skipIdentical: 'skipIdentical', newer: 'newerOnly', keepBoth: 'keepBoth', overwrite: 'overwrite' } as const

/** Asks once, before anything is replaced. Several wait in line. */
export function ConflictSheet() {
  const write = useWriteFlow((state) => state.pending.find(({ found }) => found !== undefined))
  if (write?.found === undefined) return null
  return <Sheet key={write.id} write={write} preview={write.found} />
}

/** What the button says: exactly what will happen, as far as that can be told before. */
export function conflictAction(preview: TransferPreview, writeVerb: WriteVerb, choice: ConflictPolicy, outcome: ConflictOutcome, t: TFunction): string {
  const verb = t(`jobs.verb.${writeVerb}`)
  if (!preview.complete) {
    const open = { skip: 'openSkip', overwrite: 'openOverwrite', keepBoth: 'openKeepBoth', newer: 'uploadNewer', skipIdentical: 'uploadIdentical' } as const
    return t(`transfers.conflict.${open[choice]}`, { verb })
  }
  const { sent, replaced, keptBoth, compared, skipped } = outcome
  if (sent === 0 && compared === 0) return t('transfers.conflict.skipAll', { count: skipped })
  if (sent === 0) return [t('transfers.conflict.doCompareOnly', { verb, count: compared }), ...(skipped > 0 ? [t('transfers.conflict.doSkip', { count: skipped })] : [])].join(t('transfers.conflict.and'))
  return [
    t('transfers.conflict.doUpload', { verb, count: sent }),
    ...(replaced > 0 ? [t(preview.versioning === true ? 'transfers.conflict.doVersion' : 'transfers.conflict.doOverwrite', { count: replaced })] : []),
    ...(keptBoth > 0 ? [t('transfers.conflict.doKeepBoth', { count: keptBoth })] : []),
    ...(compared > 0 ? [t('transfers.conflict.doCompare', { count: compared })] : []),
    ...(skipped > 0 ? [t('transfers.conflict.doSkip', { count: skipped })] : []),
  ].join(t('transfers.conflict.and'))
}

function Sheet({ write, preview }: { readonly write: PendingWrite; readonly preview: FoundWrite }) {
  const { t } = useTranslation()
  const remove = useWriteFlow((state) => state.remove)
  const reportError = useNotices((state) => state.reportError)
  const [choice, setChoice] = useState<ConflictPolicy>(() => firstChoice(preview))
  const [perRow, setPerRow] = useState<ReadonlyMap<string, ConflictPolicy>>(new Map())
  const primary = useRef<HTMLButtonElement>(null)
  const outcome = conflictOutcome(preview, choice, perRow)
  const action = conflictAction(preview, write.verb, choice, outcome, t)
  const target = placeName(write.place.bucket, write.place.prefix)
  const nothingLeft = preview.complete && outcome.sent === 0 && outcome.compared === 0
  const more = preview.conflictCount - Math.min(preview.conflicts.length, shownConflicts)

  const choose = (name: string, conflict: ConflictPolicy | undefined) => {
    const next = new Map(perRow)
    if (conflict === undefined) next.delete(name)
    else next.set(name, conflict)
    setPerRow(next)
  }
  const replacesForGood = preview.versioning !== true && (outcome.replaced > 0 || (!preview.complete && choice === 'overwrite'))
  const confirm = () => {
    remove(write.id)
    if (!nothingLeft) void write.enqueue(choice, [...perRow].map(([name, conflict]) => ({ name, conflict }))).catch(reportError)
  }
  return (
    <Modal
      open
      centered
      width={840}
      title={preview.conflictCount > 0 ? t('transfers.conflict.title', { count: preview.conflictCount, target }) : t('transfers.conflict.titleUnknown', { target })}
      onCancel={() => remove(write.id)}
      afterOpenChange={(isOpen) => {
        if (isOpen) primary.current?.focus()
      }}
      footer={[
        <Button key="cancel" onClick={() => remove(write.id)}>
          {t('common.cancel')}
        </Button>,
        <Button key="confirm" ref={primary} type={nothingLeft ? 'default' : 'primary'} danger={replacesForGood} onClick={confirm} data-testid="conflict-confirm">
          {action}
        </Button>,
      ]}
    >
      {preview.complete ? null : <p className="dialog-lead">{t('transfers.conflict.incomplete')}</p>}
      {preview.conflicts.length === 0 ? null : (
        <div className="conflict-scroll" tabIndex={0} role="region" aria-label={t('transfers.conflict.name')}>
          <table className="conflict-table">
            <thead>
              <tr>
                <th scope="col">{t('transfers.conflict.name')}</th>
                <th scope="col">{t(write.verb === 'upload' ? 'transfers.conflict.here' : 'transfers.conflict.source')}</th>
                <th scope="col">{t('transfers.conflict.there')}</th>
                <th scope="col">{t('transfers.conflict.rowChoice')}</th>
              </tr>
            </thead>
            <tbody>
              {preview.conflicts.slice(0, shownConflicts).map((conflict) => (
                <ConflictRow key={conflict.key} conflict={conflict} choice={perRow.get(conflict.name)} onChoose={(chosen) => choose(conflict.name, chosen)} />
              ))}
            </tbody>
          </table>
          {more > 0 ? <div className="conflict-more">{t('transfers.conflict.more', { count: more })}</div> : null}
        </div>
      )}
      {preview.versioning === true ? <p className="dialog-lead" data-testid="versioned">{t('transfers.conflict.versioned')}</p> : null}
      {keepsVersions(write, preview) ? <p className="dialog-lead" data-testid="source-versioned">{t('transfers.conflict.sourceVersioned', { name: write.leaves })}</p> : null}
      <Radio.Group
        className="conflict-choice"
        aria-label={t('transfers.conflict.choice')}
        value={choice}
        onChange={(event) => setChoice(ConflictPolicy.parse(event.target.value))}
      >
        {policies.map((value) => (
          <Radio key={value} value={value}>
            {t(`transfers.conflict.${labels[value]}`)}
            <span className="choice-hint">{t(value === 'overwrite' && preview.versioning === true ? 'transfers.conflict.newVersion' : `transfers.conflict.${labels[value]}Hint`)}</span>
          </Radio>
        ))}
      </Radio.Group>
    </Modal>
  )
}

interface RowProps {
  readonly conflict: TransferConflict
  /** Undefined: as all others. */
  readonly choice: ConflictPolicy | undefined
  readonly onChoose: (choice: ConflictPolicy | undefined) => void
}

function ConflictRow({ conflict, choice, onChoose }: RowProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const localNewer = conflict.sourceModifiedMs > conflict.targetModifiedMs
  const sameSize = conflict.sourceSizeBytes === conflict.targetSizeBytes
  const cell = (sizeBytes: number, modifiedMs: number, newer: boolean) => (
    <td title={`${t('common.exactBytes', { count: sizeBytes })}\n${format.exactTime(modifiedMs)}`}>
      <span className="conflict-size">{format.bytes(sizeBytes)}</span>
      <span>{format.time(modifiedMs)}</span>
      {newer ? <span className="tag">{t('transfers.conflict.newer')}</span> : null}
    </td>
  )
  return (
    <tr>
      <td>
        <div className="conflict-name">
          <TruncatedName name={conflict.name} />
          {sameSize ? <span className="tag">{t('transfers.conflict.sameSize')}</span> : null}
        </div>
      </td>
      {cell(conflict.sourceSizeBytes, conflict.sourceModifiedMs, localNewer)}
      {cell(conflict.targetSizeBytes, conflict.targetModifiedMs, !localNewer)}
      <td>
        <Select<ConflictPolicy | 'asAll'>
          size="small"
          className="conflict-row-choice"
          popupMatchSelectWidth={false}
          aria-label={t('transfers.conflict.choiceOf', { name: conflict.name })}
          value={choice ?? 'asAll'}
          onChange={(value) => onChoose(value === 'asAll' ? undefined : value)}
          options={[{ value: 'asAll' as const, label: t('transfers.conflict.sameAsAll') }, ...policies.map((value) => ({ value, label: t(`transfers.conflict.${labels[value]}`) }))]}
        />
      </td>
    </tr>
  )
}
