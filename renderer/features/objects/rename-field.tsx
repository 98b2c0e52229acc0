import { useRef, useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { ListingRow } from '../../../electron/contract/listings.ts'
import { nameOf, parentPrefix } from '../../ui/names.ts'
import { folderNameProblem } from './folder-name.ts'

interface Props {
  readonly row: ListingRow
  /** The new name, or undefined when the old one stays. */
  readonly onDone: (row: ListingRow, newName: string | undefined) => void
}

/** What is wrong with a new name for a row, or undefined. Unlike a new folder, a name is one segment. */
export function newNameProblem(name: string, row: Pick<ListingRow, 'key' | 'kind'>): ReturnType<typeof folderNameProblem> {
  if (name.includes('/')) return 'slash'
  return folderNameProblem(name, parentPrefix(row.key))
}

/** A row's name as a field. Enter and leaving it keep what was typed, Escape does not. */
export function RenameField({ row, onDone }: Props) {
  const { t } = useTranslation()
  const former = nameOf(row.key).replace(/(.)\/$/u, '$1')
  const [name, setName] = useState(former)
  const over = useRef(false)
  const problem = newNameProblem(name, row)
  const done = (newName: string | undefined) => {
    if (over.current) return
    over.current = true
    onDone(row, newName === former ? undefined : newName)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation()
    if (event.key === 'Escape') done(undefined)
    else if (event.key === 'Enter' && problem === undefined) done(name)
  }
  return (
    <span className="rename">
      <input
        autoFocus
        className="rename-field"
        aria-label={t('jobs.newNameOf', { name: former })}
        aria-invalid={problem !== undefined}
        spellCheck={false}
        value={name}
        onChange={(event) => setName(event.target.value)}
        // The ending says what a file is; it is rarely what shall change.
        onFocus={(event) => event.currentTarget.setSelectionRange(0, row.kind === 'object' && former.lastIndexOf('.') > 0 ? former.lastIndexOf('.') : former.length)}
        onKeyDown={onKeyDown}
        onBlur={() => done(problem === undefined ? name : undefined)}
      />
      {problem === undefined ? null : (
        <span role="alert" className="rename-problem">
          {t(`jobs.nameProblem.${problem}`)}
        </span>
      )}
    </span>
  )
}
