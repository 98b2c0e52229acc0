import { useMutation, useQuery } from '@tanstack/react-query'
import { Button, Checkbox, Form, Input, Modal } from 'antd'
import { useState, type DragEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { ImportPreview, ImportRow } from '../../../electron/contract/imports.ts'
import type { ProfilesState } from '../../../electron/contract/profiles.ts'
import type { WindowApi } from '../../../electron/contract/window-api.ts'
import { useApi, useCopyText } from '../../bridge/api.tsx'
import { toCallError } from '../../bridge/call-error.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { draftOf, isKeepingChosen, type Draft } from './draft.ts'
import { SecretQuestion } from './secret-question.tsx'

type OpenImport = Parameters<WindowApi['imports']['openImport']>[0]

interface Props {
  readonly keychain: ProfilesState['keychain']
  readonly onClose: () => void
}

/** Takes connections over from other tools: choose a file, choose entries, done. */
export function ImportDialog({ keychain, onClose }: Props) {
  const { t } = useTranslation()
  const api = useApi()
  const copyText = useCopyText()
  const [preview, setPreview] = useState<ImportPreview | undefined>(undefined)
  const open = useMutation({
    mutationFn: (from: OpenImport) => api.imports.openImport(from),
    onSuccess: (answer) => {
      if (answer !== null) setPreview(answer)
    },
  })
  if (preview !== undefined) return <ImportSheet preview={preview} keychain={keychain} onBack={() => setPreview(undefined)} onClose={onClose} />
  return (
    <Modal open centered width={560} title={t('imports.title')} onCancel={onClose} footer={<Button onClick={onClose}>{t('common.close')}</Button>}>
      <p className="dialog-lead">{t('imports.lead')}</p>
      <Sources onOpen={open.mutate} />
      {open.error === null ? null : <ErrorNotice variant="inline" error={toCallError(open.error)} onCopy={(text) => void copyText(text)} />}
    </Modal>
  )
}

function Sources({ onOpen }: { readonly onOpen: (from: OpenImport) => void }) {
  const { t } = useTranslation()
  const api = useApi()
  const [isOver, setOver] = useState(false)
  const found = useQuery({ queryKey: ['imports', 'found'], queryFn: () => api.imports.findImports({}), gcTime: 0, staleTime: 0 }).data
  const drop = async (files: readonly File[]) => {
    const [source] = await api.files.registerDropped(files.slice(0, 1))
    if (source !== undefined) onOpen({ kind: 'dropped', sourceId: source.sourceId })
  }
  const onDragOver = (event: DragEvent) => {
    event.preventDefault()
    event.stopPropagation()
    setOver(true)
  }
  return (
    <>
      {found?.length === 0 ? <p className="is-secondary">{t('imports.nothingFound')}</p> : null}
      <ul className="import-sources">
        {(found ?? []).map(({ source, files }) => (
          <li key={source}>
            <Button className="import-source" onClick={() => onOpen({ kind: 'found', source })}>
              <span>{t(`imports.sources.${source}`)}</span>
              <span className="is-secondary is-mono">{files.join(', ')}</span>
            </Button>
          </li>
        ))}
      </ul>
      <div
        className={isOver ? 'import-drop is-over' : 'import-drop'}
        onDragOver={onDragOver}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault()
          event.stopPropagation()
          setOver(false)
          void drop([...event.dataTransfer.files])
        }}
      >
        {t('imports.drop')}{' '}
        <Button size="small" onClick={() => onOpen({ kind: 'choose' })}>
          {t('imports.choose')}
        </Button>
      </div>
      <p className="form-hint">{t('imports.ossbrowserNote')}</p>
    </>
  )
}

interface SheetProps extends Props {
  readonly preview: ImportPreview
  readonly onBack: () => void
}

/** What is in the file. Entries that are there already are not chosen by themselves. */
function ImportSheet({ preview, keychain, onBack, onClose }: SheetProps) {
  const { t } = useTranslation()
  const api = useApi()
  const copyText = useCopyText()
  const { rows } = preview
  const usable = rows.filter(({ problem }) => problem === undefined)
  const [chosen, setChosen] = useState<ReadonlySet<number>>(() => new Set(usable.filter(({ conflict }) => conflict === undefined).map(({ rowId }) => rowId)))
  const [names, setNames] = useState<ReadonlyMap<number, string>>(() => new Map(rows.map(({ rowId, name }) => [rowId, name])))
  // The question how secrets are kept is the form's own; any secret makes it ask.
  const [draft, setDraft] = useState<Draft>(() => ({ ...draftOf(undefined, keychain.available), accessKeySecret: '-' }))
  const [submitted, setSubmitted] = useState(false)
  const isKept = isKeepingChosen(draft)
  const run = useMutation({
    mutationFn: (keep: NonNullable<Draft['keep']>) =>
      api.imports.runImport({ importId: preview.importId, keep, rows: [...chosen].map((rowId) => ({ rowId, name: nameOf(rowId) })) }),
    onSuccess: onClose,
  })
  const nameOf = (rowId: number) => names.get(rowId)?.trim() || (rows.find((row) => row.rowId === rowId)?.name ?? '')
  const choose = (rowId: number, isChosen: boolean) => {
    const next = new Set(chosen)
    if (isChosen) next.add(rowId)
    else next.delete(rowId)
    setChosen(next)
  }
  const submit = () => {
    setSubmitted(true)
    if (isKept && draft.keep !== undefined) run.mutate(draft.keep)
  }
  return (
    <Modal
      open
      centered
      width={820}
      title={t('imports.title')}
      onCancel={onClose}
      footer={
        <div className="form-actions">
          <Button onClick={onBack}>{t('imports.back')}</Button>
          <span className="form-buttons">
            <Button onClick={onClose}>{t('common.cancel')}</Button>
            <Button type="primary" disabled={chosen.size === 0} loading={run.isPending} onClick={submit}>
              {t('imports.run', { count: chosen.size })}
            </Button>
          </span>
        </div>
      }
    >
      <p className="dialog-lead">
        {t(`imports.sources.${preview.source}`)} · <span className="is-mono">{preview.files.join(', ')}</span>
      </p>
      {rows.length === 0 ? <p>{t('imports.empty', { files: preview.files.join(', ') })}</p> : null}
      {rows.length === 0 ? null : (
        <div className="import-scroll">
          <table className="import-table">
            <thead>
              <tr>
                <th>
                  <Checkbox
                    aria-label={t('imports.all')}
                    disabled={usable.length === 0}
                    checked={usable.length > 0 && chosen.size === usable.length}
                    indeterminate={chosen.size > 0 && chosen.size < usable.length}
                    onChange={({ target }) => setChosen(new Set(target.checked ? usable.map(({ rowId }) => rowId) : []))}
                  />
                </th>
                <th>{t('imports.name')}</th>
                <th>{t('imports.place')}</th>
                <th>{t('imports.key')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <Entry key={row.rowId} row={row} name={names.get(row.rowId) ?? ''} isChosen={chosen.has(row.rowId)} onChoose={choose} onName={(name) => setNames(new Map(names).set(row.rowId, name))} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {usable.length === 0 ? null : (
        <Form layout="vertical">
          <SecretQuestion draft={draft} problem={submitted && !isKept ? 'keep' : undefined} keychain={keychain} onChange={(part) => setDraft({ ...draft, ...part })} />
        </Form>
      )}
      {run.error === null ? null : <ErrorNotice variant="inline" error={toCallError(run.error)} onCopy={(text) => void copyText(text)} />}
    </Modal>
  )
}

interface EntryProps {
  readonly row: ImportRow
  readonly name: string
  readonly isChosen: boolean
  readonly onChoose: (rowId: number, isChosen: boolean) => void
  readonly onName: (name: string) => void
}

function Entry({ row, name, isChosen, onChoose, onName }: EntryProps) {
  const { t } = useTranslation()
  const { rowId, kind, endpoint, region, presetPath, accessKeyId, isTemporary, problem, conflict } = row
  const place = [t(`profiles.kinds.${kind}`), endpoint.replace(/^https:\/\//, ''), region, presetPath].filter((part) => part !== '').join(' · ')
  return (
    <tr>
      <td>
        <Checkbox aria-label={t('imports.choosing', { name: row.name })} disabled={problem !== undefined} checked={isChosen} onChange={({ target }) => onChoose(rowId, target.checked)} />
      </td>
      <td>
        {problem === undefined ? <Input aria-label={t('imports.nameOf', { name: row.name })} maxLength={100} value={name} onChange={({ target }) => onName(target.value)} /> : row.name}
      </td>
      <td>
        <span className="is-mono">{place}</span>
        {problem === undefined ? null : <span className="import-note">{t(`imports.problems.${problem}`)}</span>}
        {problem === undefined && conflict !== undefined ? <span className="import-note">{t('imports.conflict', { name: conflict })}</span> : null}
      </td>
      <td className="is-mono">
        {accessKeyId}
        {isTemporary ? <span className="form-row-hint">{t('imports.temporary')}</span> : null}
      </td>
    </tr>
  )
}
