import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../ui/use-format.ts'
import { maxPictureBytes, readPictureSize, type PictureSize } from '../../ui/picture-size.ts'
import { Footer, Loading, Notice } from '../parts.tsx'
import { useLoaded } from '../use-loaded.ts'
import type { ComparisonProps } from './side-labels.tsx'
import { useSamePictures } from './same-pictures.ts'
import type { Side } from './sides.ts'

/** Both are decoded at once, four bytes a pixel each. */
const maxPixels = 60_000_000
const layouts = ['beside', 'slider', 'difference'] as const
type Layout = (typeof layouts)[number]

/** Two pictures: beside each other, one over the other with a slider, or what differs between them. */
export function PicturesComparison({ sides, choice }: ComparisonProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const [layout, setLayout] = useState<Layout>('beside')
  const [share, setShare] = useState(50)
  const isSamePicture = useSamePictures(sides, layout === 'difference')
  const load = useCallback(
    (signal: AbortSignal) => Promise.all([sides.before, sides.after].map(async ({ reader, choice: { type } }): Promise<Partial<PictureSize>> => (await readPictureSize(type, (start, end) => reader.read(start, end, signal))) ?? {})),
    [sides],
  )
  const [before, after] = useLoaded(load) ?? []
  if (before === undefined || after === undefined) return <Loading />
  const pixels = ({ width = 0, height = 0 }: Partial<PictureSize>): number => width * height
  const sizeText = ({ width, height }: Partial<PictureSize>): string => (width === undefined || height === undefined ? '' : t('viewer.pixels', { width: format.number(width), height: format.number(height) }))
  if (pixels(before) + pixels(after) > maxPixels || sides.before.reader.sizeBytes + sides.after.reader.sizeBytes > maxPictureBytes) {
    return (
      <>
        <Notice title={t('viewer.compare.picturesTooLarge')} hint={t('viewer.downloadHint')} />
        <Footer>{choice}</Footer>
      </>
    )
  }
  const image = (side: Side, className = '') => <img className={className} src={side.reader.url(side.choice.type ?? 'application/octet-stream')} alt={side.label} draggable={false} />
  return (
    <>
      <div className="compare-labels">
        <span>{[sides.before.label, sizeText(before)].filter((text) => text !== '').join(' · ')}</span>
        <span>{[sides.after.label, sizeText(after)].filter((text) => text !== '').join(' · ')}</span>
      </div>
      {layout === 'beside' ? (
        <div className="compare-pictures is-beside">
          {image(sides.before)}
          {image(sides.after)}
        </div>
      ) : (
        <div className={`compare-pictures is-${layout}`}>
          {image(sides.before)}
          <span className="compare-over" style={layout === 'slider' ? { clipPath: `inset(0 0 0 ${share}%)` } : {}}>
            {image(sides.after)}
          </span>
          {layout === 'slider' ? (
            <>
              <span className="compare-edge" style={{ left: `calc(12px + (100% - 24px) * ${share / 100})` }} aria-hidden />
              <input className="compare-slider" type="range" min={0} max={100} value={share} aria-label={t('viewer.compare.sliderLabel')} onChange={(event) => setShare(Number(event.target.value))} />
            </>
          ) : null}
        </div>
      )}
      <Footer>
        <span className="viewer-buttons" role="group" aria-label={t('viewer.compare.layout')}>
          {layouts.map((one) => (
            <button key={one} type="button" aria-pressed={one === layout} onClick={() => setLayout(one)}>
              {t(`viewer.compare.layouts.${one}`)}
            </button>
          ))}
        </span>
        {layout === 'difference' ? <span role="status">{t(isSamePicture === true ? 'viewer.compare.samePictures' : 'viewer.compare.differenceHint')}</span> : null}
        {choice}
      </Footer>
    </>
  )
}
