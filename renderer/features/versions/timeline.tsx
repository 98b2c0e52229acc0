import { useEffect, useEffectEvent, useRef, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { ObjectVersion, VersionDifference } from '../../../electron/contract/versions.ts'
import { useFormat } from '../../ui/use-format.ts'
import { useVirtualRows } from '../../ui/use-virtual-rows.ts'
import { storageClassLabel } from '../../ui/storage-class-label.ts'
import { authorName } from './author-text.ts'
import { changeSummary } from './change-text.ts'
import { rowTime, useRowClock } from './row-time.ts'
import { versionMark } from './version-mark.ts'
import type { History } from './use-history.ts'

/** Three lines: when, what changed in up to two, and by whom. */
const rowHeightPx = 80
const pageRows = 6

interface Props {
  readonly history: History
  /** What the versions in sight changed, as far as it is known, by id. */
  readonly differences: ReadonlyMap<string, VersionDifference>
  readonly focus: number
  readonly onFocus: (index: number) => void
  /** The version that others are compared with, when one was chosen. */
  readonly baseId: string | undefined
  readonly onToggleBase: (row: ObjectVersion) => void
  /** Any other key, with the row it is about. */
  readonly onKey: (event: KeyboardEvent, row: ObjectVersion) => void
}

/** All versions of an object, the newest on top, as a list for the keyboard. */
export function Timeline({ history, differences, focus, onFocus, baseId, onToggleBase, onKey }: Props) {
  const { t, i18n } = useTranslation()
  const format = useFormat()
  const scroller = useRef<HTMLDivElement>(null)
  const { total, rowAt, showRows } = history
  const { first, end, shiftPx, heightPx, scrollToRow } = useVirtualRows({ scroller, count: total, rowHeightPx, overscan: 4 })
  useEffect(() => showRows(first, end), [showRows, first, end])
  // However it came to be the chosen one: from the side as well, or from an address.
  const follow = useEffectEvent((index: number) => scrollToRow(index))
  useEffect(() => follow(focus), [focus])
  const rows = Array.from({ length: Math.max(0, end - first) }, (_, at) => ({ index: first + at, row: rowAt(first + at) }))
  const nowMs = useRowClock(rowAt(0)?.lastModifiedMs ?? 0)

  const go = (index: number) => onFocus(Math.min(total - 1, Math.max(0, index)))
  const steps: Readonly<Record<string, () => void>> = {
    ArrowDown: () => go(focus + 1),
    ArrowUp: () => go(focus - 1),
    PageDown: () => go(focus + pageRows),
    PageUp: () => go(focus - pageRows),
    Home: () => go(0),
    End: () => go(total - 1),
    ' ': () => {
      const row = rowAt(focus)
      if (row !== undefined) onToggleBase(row)
    },
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.ctrlKey || event.metaKey || event.altKey ? undefined : steps[event.key]
    if (step !== undefined) {
      event.preventDefault()
      step()
      return
    }
    const row = rowAt(focus)
    if (row !== undefined) onKey(event, row)
  }
  return (
    <div
      className="timeline"
      ref={scroller}
      role="listbox"
      tabIndex={0}
      aria-label={t('versions.timeline')}
      aria-activedescendant={`version-${focus}`}
      onKeyDown={onKeyDown}
      data-testid="timeline"
    >
      <div style={{ height: heightPx }}>
        {rows.map(({ index, row }) => (
          <TimelineRow
            key={index}
            index={index}
            topPx={index * rowHeightPx + shiftPx}
            total={total}
            row={row}
            isFocused={index === focus}
            isBase={row !== undefined && row.versionId === baseId}
            label={row === undefined ? undefined : changeSummary(row, differences.get(row.versionId), t, i18n.language)}
            difference={row === undefined ? undefined : differences.get(row.versionId)}
            author={row === undefined ? '' : authorName(differences.get(row.versionId)?.author, t)}
            time={row === undefined ? '' : rowTime(row.lastModifiedMs, [rowAt(index - 1)?.lastModifiedMs, rowAt(index + 1)?.lastModifiedMs], nowMs, format)}
            mark={row === undefined ? '' : versionMark(row.versionId, [rowAt(index - 1)?.versionId, rowAt(index + 1)?.versionId])}
            exactTime={row === undefined ? '' : format.exactTime(row.lastModifiedMs)}
            size={row === undefined || row.isDeleteMarker ? '' : format.bytes(row.sizeBytes)}
            onPick={() => {
              onFocus(index)
              scroller.current?.focus()
            }}
            onPickBase={() => {
              if (row !== undefined) onToggleBase(row)
            }}
          />
        ))}
      </div>
    </div>
  )
}

interface RowProps {
  readonly index: number
  readonly topPx: number
  readonly total: number
  readonly row: ObjectVersion | undefined
  readonly isFocused: boolean
  readonly isBase: boolean
  readonly label: string | undefined
  readonly difference: VersionDifference | undefined
  readonly author: string
  readonly time: string
  /** The end of its id. */
  readonly mark: string
  readonly exactTime: string
  readonly size: string
  readonly onPick: () => void
  readonly onPickBase: () => void
}

function TimelineRow({ index, topPx, total, row, isFocused, isBase, label, difference, author, time, mark, exactTime, size, onPick, onPickBase }: RowProps) {
  const { t } = useTranslation()
  const kind = row?.isDeleteMarker === true ? 'is-marker' : row?.isLatest === true ? 'is-current' : ''
  const hasClass = row !== undefined && !row.isDeleteMarker && row.storageClass !== 'Standard' && row.storageClass !== ''
  return (
    <div
      id={`version-${index}`}
      role="option"
      aria-selected={isFocused}
      aria-setsize={total}
      aria-posinset={index + 1}
      data-version={row?.versionId}
      className={`timeline-row ${kind}${isFocused ? ' is-focused' : ''}${index === 0 ? ' is-first' : ''}${index === total - 1 ? ' is-last' : ''}`}
      style={{ transform: `translateY(${topPx}px)` }}
      onMouseDown={(event) => {
        if (event.button !== 0) return
        event.preventDefault()
        if (event.ctrlKey || event.metaKey || event.shiftKey) onPickBase()
        else onPick()
      }}
    >
      <span className="timeline-dot" aria-hidden />
      {row === undefined ? (
        <span className="skeleton-bar" />
      ) : (
        <span className="timeline-text">
          <span className="timeline-line">
            <span className="timeline-time" title={exactTime}>
              {time}
            </span>
            {row.isLatest ? <span className="badge">{t(row.isDeleteMarker ? 'versions.deleted' : 'versions.current')}</span> : null}
            {isBase ? <span className="badge is-accent">{t('versions.base')}</span> : null}
            <span className="timeline-size">{size}</span>
          </span>
          <span className="timeline-line is-secondary">
            <span className={difference?.error === undefined ? 'timeline-change' : 'timeline-change is-warn'} title={label}>
              {label ?? <span className="skeleton-bar is-late" />}
            </span>
          </span>
          <span className="timeline-line is-secondary">
            <span className="timeline-author" title={author}>
              {author}
            </span>
            {hasClass ? <span className="timeline-class">{storageClassLabel(row.storageClass, t)}</span> : null}
            <span className="timeline-mark is-mono" title={t('versions.idOf', { id: row.versionId })}>
              {mark}
            </span>
          </span>
        </span>
      )}
    </div>
  )
}
