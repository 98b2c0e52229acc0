import { useCallback, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useVirtualRows } from '../../ui/use-virtual-rows.ts'
import { Footer, Loading, Notice } from '../parts.tsx'
import { useLoaded } from '../use-loaded.ts'
import type { ComparisonProps } from './side-labels.tsx'
import { diffJson, pathText, type Json, type JsonDifference } from './json-diff.ts'
import { readPart } from './sides.ts'

const rowHeightPx = 26
const shownCharacters = 400
const shortText = (value: Json | undefined): string => (value === undefined ? '' : JSON.stringify(value).slice(0, shownCharacters))

/** Where two JSON documents differ, place by place. */
export function TreeComparison({ sides, choice, onText }: ComparisonProps & { readonly onText: () => void }) {
  const { t } = useTranslation()
  const load = useCallback(
    async (signal: AbortSignal) => {
      const texts = await Promise.all([sides.before, sides.after].map((side) => readPart(side, 0, side.reader.sizeBytes, signal)))
      try {
        const [before, after] = texts.map((text) => JSON.parse(text) as Json)
        return diffJson(before ?? null, after ?? null)
      } catch (thrown) {
        // One of them is no JSON: then they are texts.
        if (thrown instanceof SyntaxError) return 'unreadable'
        throw thrown
      }
    },
    [sides],
  )
  const found = useLoaded(load)
  return (
    <>
      {found === undefined ? (
        <Loading />
      ) : found === 'unreadable' ? (
        <Notice title={t('viewer.compare.notJson')}>
          <button type="button" onClick={onText}>
            {t('viewer.asText')}
          </button>
        </Notice>
      ) : found.differences.length === 0 ? (
        <Notice title={t('viewer.compare.sameJson')} />
      ) : (
        <Places differences={found.differences} labels={[sides.before.label, sides.after.label]} />
      )}
      <Footer>
        {found === undefined || found === 'unreadable' ? null : <span>{t(found.isCut ? 'viewer.compare.differencesCut' : 'viewer.compare.differences', { count: found.differences.length })}</span>}
        {choice}
      </Footer>
    </>
  )
}

function Places({ differences, labels }: { readonly differences: readonly JsonDifference[]; readonly labels: readonly [string, string] }) {
  const { t } = useTranslation()
  const scroller = useRef<HTMLDivElement>(null)
  const { first, end, shiftPx, heightPx } = useVirtualRows({ scroller, count: differences.length, rowHeightPx })
  return (
    <div className="viewer-scroll table-rows compare-tree" ref={scroller} tabIndex={0} role="table" aria-label={t('viewer.compare.modes.tree')} aria-rowcount={differences.length + 1}>
      <div className="table-row is-header" role="row">
        <span role="columnheader">{t('viewer.compare.place')}</span>
        {labels.map((label, side) => (
          <span key={side} role="columnheader">
            {label}
          </span>
        ))}
      </div>
      <div style={{ height: heightPx }} role="rowgroup">
        {differences.slice(first, end).map(({ path, kind, before, after }, at) => (
          <div key={first + at} className={`table-row compare-${kind}`} role="row" style={{ transform: `translateY(${(first + at) * rowHeightPx + shiftPx}px)` }}>
            <span role="rowheader" className="compare-path" title={pathText(path)}>
              {pathText(path)}
            </span>
            <span role="cell" className="compare-before" title={shortText(before)}>
              {shortText(before)}
            </span>
            <span role="cell" className="compare-after" title={shortText(after)}>
              {shortText(after)}
            </span>
          </div>
        ))}
      </div>
    </div>
  )
}
