import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { textEncodings, type TextEncoding } from '../ui/text-encoding.ts'

/** The line under a view: what is shown, and what can be changed about it. */
export function Footer({ children }: { readonly children: ReactNode }) {
  return <footer className="viewer-footer">{children}</footer>
}

/** Words in place of a view. */
export function Notice({ title, hint, children }: { readonly title: string; readonly hint?: string; readonly children?: ReactNode }) {
  return (
    <div className="viewer-notice">
      <p className="viewer-notice-title">{title}</p>
      {hint === undefined ? null : <p>{hint}</p>}
      {children}
    </div>
  )
}

export function Loading() {
  const { t } = useTranslation()
  return (
    <div className="viewer-notice is-late" role="status">
      {t('viewer.loading')}
    </div>
  )
}

/** Reads the same bytes another way. */
export function EncodingChoice({ value, onChange }: { readonly value: TextEncoding; readonly onChange: (encoding: TextEncoding) => void }) {
  const { t } = useTranslation()
  return (
    <label className="viewer-choice">
      {t('viewer.encoding')}
      <select value={value} onChange={(event) => onChange(event.target.value as TextEncoding)}>
        {textEncodings.map((encoding) => (
          <option key={encoding}>{encoding}</option>
        ))}
      </select>
    </label>
  )
}

interface ZoomProps {
  /** Undefined for as large as fits. */
  readonly zoom: number | undefined
  readonly shown: number
  readonly onZoom: (zoom: number | undefined) => void
}

const steps = [0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4, 6, 8]
export const zoomIn = (shown: number): number => steps.find((step) => step > shown * 1.01) ?? shown
export const zoomOut = (shown: number): number => steps.findLast((step) => step < shown * 0.99) ?? shown

export function ZoomButtons({ zoom, shown, onZoom }: ZoomProps) {
  const { t, i18n } = useTranslation()
  const percent = new Intl.NumberFormat(i18n.language, { style: 'percent' }).format(shown)
  return (
    <span className="viewer-buttons">
      <button type="button" aria-label={t('viewer.zoomOut')} title={t('viewer.zoomOut')} onClick={() => onZoom(zoomOut(shown))}>
        {'−'}
      </button>
      <span className="viewer-zoom" aria-live="polite">
        {percent}
      </span>
      <button type="button" aria-label={t('viewer.zoomIn')} title={t('viewer.zoomIn')} onClick={() => onZoom(zoomIn(shown))}>
        {'+'}
      </button>
      <button type="button" aria-pressed={zoom === undefined} onClick={() => onZoom(zoom === undefined ? 1 : undefined)}>
        {t(zoom === undefined ? 'viewer.actualSize' : 'viewer.fit')}
      </button>
    </span>
  )
}
