import { useCallback, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { decodeText, detectEncoding } from '../../ui/text-encoding.ts'
import { useFormat } from '../../ui/use-format.ts'
import { useVirtualRows } from '../../ui/use-virtual-rows.ts'
import { useSubject } from '../context.ts'
import { hexRows, HexView } from '../hex/hex-view.tsx'
import { ReadFailure } from '../object-reader.ts'
import { Footer, Loading, Notice } from '../parts.tsx'
import { useLoaded } from '../use-loaded.ts'
import type { Archive } from './list-archive.ts'
import type { ArchiveEntry } from './tar.ts'

const rowHeightPx = 26

/** What an archive holds. */
export function ArchiveView({ kind, head }: { readonly kind: 'zip' | 'tar' | 'gzip'; readonly head: Uint8Array }) {
  const { t } = useTranslation()
  const { reader } = useSubject()
  const [asHex, setAsHex] = useState(false)
  const load = useCallback(
    async (signal: AbortSignal): Promise<Archive | 'broken' | 'tooLarge'> => {
      const { listArchive, DirectoryTooLong } = await import('./list-archive.ts')
      try {
        return await listArchive(kind, reader, signal)
      } catch (thrown) {
        if (thrown instanceof ReadFailure || signal.aborted) throw thrown
        if (thrown instanceof DirectoryTooLong) return 'tooLarge'
        // The library's and the platform's words on a damaged archive help nobody; its bytes may.
        return 'broken'
      }
    },
    [kind, reader],
  )
  const archive = useLoaded(load)
  const hex = (
    <button type="button" onClick={() => setAsHex(true)}>
      {t('viewer.showBytes')}
    </button>
  )
  if (asHex) return <HexView head={head} />
  if (archive === undefined) return <Loading />
  if (archive === 'broken') {
    return (
      <Notice title={t('viewer.archiveBroken')} hint={t('viewer.damagedHint')}>
        {hex}
      </Notice>
    )
  }
  if (archive === 'tooLarge') {
    return (
      <Notice title={t('viewer.archiveTooLarge')} hint={t('viewer.downloadHint')}>
        {hex}
      </Notice>
    )
  }
  if (archive.inside !== undefined) return <Inside bytes={archive.inside} isWhole={archive.isComplete} />
  if (archive.entries.length === 0) return <Notice title={t('viewer.archiveEmpty')}>{hex}</Notice>
  return <Entries archive={archive} />
}

function Inside({ bytes, isWhole }: { readonly bytes: Uint8Array; readonly isWhole: boolean }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { request } = useSubject()
  const encoding = detectEncoding(bytes, !isWhole)
  const words =
    encoding === undefined
      ? hexRows(bytes)
          .map(({ hex, characters }) => `${hex}  ${characters}`)
          .join('\n')
      : decodeText(bytes, encoding, { partial: !isWhole })
  return (
    <>
      <pre className="viewer-scroll archive-inside" tabIndex={0} aria-label={t('viewer.content', { name: request.name })}>
        {words}
      </pre>
      <Footer>
        <span>{isWhole ? t('viewer.unpacked') : t('viewer.unpackedFirst', { shown: format.bytes(bytes.length) })}</span>
        {encoding === undefined ? null : <span>{encoding}</span>}
      </Footer>
    </>
  )
}

function Entries({ archive }: { readonly archive: Archive }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { request } = useSubject()
  const scroller = useRef<HTMLDivElement>(null)
  const { entries, isComplete } = archive
  const { first, end, heightPx, shiftPx } = useVirtualRows({ scroller, count: entries.length, rowHeightPx })
  const total = entries.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  return (
    <>
      <div className="viewer-scroll table-rows archive-rows" ref={scroller} tabIndex={0} role="table" aria-label={t('viewer.content', { name: request.name })} aria-rowcount={entries.length + 1}>
        <div className="table-row is-header" role="row" aria-rowindex={1}>
          <span role="columnheader">{t('viewer.entryName')}</span>
          <span role="columnheader" className="is-number">
            {t('viewer.entrySize')}
          </span>
          <span role="columnheader" className="is-number">
            {t('viewer.entryPacked')}
          </span>
          <span role="columnheader">{t('viewer.entryModified')}</span>
        </div>
        <div style={{ height: heightPx }} role="rowgroup">
          {entries.slice(first, end).map((entry, offset) => (
            <Entry key={first + offset} entry={entry} index={first + offset} topPx={(first + offset) * rowHeightPx + shiftPx} />
          ))}
        </div>
      </div>
      <Footer>
        <span>{t('viewer.entries', { count: entries.length })}</span>
        <span>{t('viewer.entriesSize', { size: format.bytes(total) })}</span>
        {isComplete ? null : <span>{t('viewer.entriesMore')}</span>}
      </Footer>
    </>
  )
}

function Entry({ entry, index, topPx }: { readonly entry: ArchiveEntry; readonly index: number; readonly topPx: number }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { name, sizeBytes, packedBytes, isFolder, modifiedMs, isEncrypted } = entry
  return (
    <div className="table-row" role="row" aria-rowindex={index + 2} style={{ transform: `translateY(${topPx}px)` }}>
      <span role="cell" title={name}>
        {name}
        {isEncrypted === true ? <em>{` (${t('viewer.encrypted')})`}</em> : null}
      </span>
      <span role="cell" className="is-number">
        {isFolder ? '–' : format.bytes(sizeBytes)}
      </span>
      <span role="cell" className="is-number">
        {isFolder || packedBytes === undefined ? '–' : format.bytes(packedBytes)}
      </span>
      <span role="cell">{modifiedMs === undefined || Number.isNaN(modifiedMs) ? '' : format.exactTime(modifiedMs)}</span>
    </div>
  )
}
