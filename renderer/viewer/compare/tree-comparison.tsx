import { useCallback, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useVirtualRows } from '../../ui/use-virtual-rows.ts'
import { Footer, Loading, Notice } from '../parts.tsx'
import { useLoaded } from '../use-loaded.ts'
import { compareApart, TooIntricate } from './compare-apart.tsx'
import type { JsonPlace } from './json-diff.ts'
import type { ComparisonProps } from './side-labels.tsx'
import { readPart } from './sides.ts'

const rowHeightPx = 26

/** Where two JSON documents differ, place by place. */
export function TreeComparison({ sides, choice, onText }: ComparisonProps & { readonly onText: () => void }) {
  const { t } = useTranslation()
  const load = useCallback(
    async (signal: AbortSignal) => {
      const texts = await Promise.all([sides.before, sides.after].map((side) => readPart(side, 0, side.reader.sizeBytes, signal)))
      const [before = '', after = ''] = texts
      return compareApart({ kind: 'json', before, after }, signal)
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
      ) : found === 'tooIntricate' ? (
        <TooIntricate onText={onText} />
      ) : found.places.length === 0 ? (
        <Notice title={t('viewer.compare.sameJson')} />
      ) : (
        <Places differences={found.places} labels={[sides.before.label, sides.after.label]} />
      )}
      <Footer>
        {found === undefined || typeof found === 'string' ? null : <span>{t(found.isCut ? 'viewer.compare.differencesCut' : 'viewer.compare.differences', { count: found.places.length })}</span>}
        {choice}
      </Footer>
    </>
  )
}

function Places({ differences, labels }: { readonly differences: readonly JsonPlace[]; readonly labels: readonly [string, string] }) {
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
            <span role="rowheader" className="compare-path" title={path}>
              {path}
            </span>
            <span role="cell" className="compare-before" title={before}>
              {before}
            </span>
            <span role="cell" className="compare-after" title={after}>
              {after}
            </span>
          </div>
        ))}
      </div>
    </div>
  )
}
