import { lazy, Suspense, useCallback, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { extensionOf } from '../../ui/names.ts'
import { chooseViewer } from '../choose-viewer.ts'
import { useSubject } from '../context.ts'
import type { ViewerRequest } from '../messages.ts'
import { createObjectReader } from '../object-reader.ts'
import { Loading } from '../parts.tsx'
import { useLoaded } from '../use-loaded.ts'
import { BytesComparison } from './bytes-comparison.tsx'
import type { ComparisonProps } from './side-labels.tsx'
import { modesFor, type CompareMode, type Side, type Sides } from './sides.ts'

const TextComparison = lazy(async () => ({ default: (await import('./text-comparison.tsx')).TextComparison }))
const TreeComparison = lazy(async () => ({ default: (await import('./tree-comparison.tsx')).TreeComparison }))
const RowsComparison = lazy(async () => ({ default: (await import('./rows-comparison.tsx')).RowsComparison }))
const PicturesComparison = lazy(async () => ({ default: (await import('./pictures-comparison.tsx')).PicturesComparison }))

const headBytes = 64 * 1024

/** Looks at both and compares them the way that tells most; another way can be chosen. */
export function CompareView({ other, onChosen }: { readonly other: NonNullable<ViewerRequest['other']>; readonly onChosen: () => void }) {
  const { request, reader } = useSubject()
  const { grant, sizeBytes } = other
  const { name, labels } = request
  const otherReader = useMemo(() => createObjectReader(grant, sizeBytes), [grant, sizeBytes])
  const look = useCallback(
    async (signal: AbortSignal): Promise<Sides> => {
      const sideOf = async (from: typeof reader, label: string): Promise<Side> => {
        const head = await from.read(0, headBytes, signal)
        return { reader: from, label, choice: chooseViewer(name, head, from.sizeBytes <= headBytes) }
      }
      const [before, after] = await Promise.all([sideOf(reader, labels?.before ?? ''), sideOf(otherReader, labels?.after ?? '')])
      onChosen()
      return { before, after }
    },
    [reader, otherReader, name, labels, onChosen],
  )
  const sides = useLoaded(look)
  return sides === undefined ? <Loading /> : <Chosen sides={sides} modes={modesFor(sides, extensionOf(name))} />
}

function Chosen({ sides, modes }: { readonly sides: Sides; readonly modes: readonly CompareMode[] }) {
  const { t } = useTranslation()
  const [mode, setMode] = useState<CompareMode>(modes[0] ?? 'bytes')
  const choice = (
    <span className="viewer-buttons" role="group" aria-label={t('viewer.compare.as')}>
      {modes.length < 2
        ? null
        : modes.map((one) => (
            <button key={one} type="button" aria-pressed={one === mode} onClick={() => setMode(one)}>
              {t(`viewer.compare.modes.${one}`)}
            </button>
          ))}
    </span>
  )
  return (
    <Suspense fallback={<Loading />}>
      <Drawn mode={mode} sides={sides} choice={choice} onText={() => setMode('sideBySide')} />
    </Suspense>
  )
}

function Drawn({ mode, sides, choice, onText }: ComparisonProps & { readonly mode: CompareMode; readonly onText: () => void }) {
  switch (mode) {
    case 'tree':
      return <TreeComparison sides={sides} choice={choice} onText={onText} />
    case 'rows':
      return <RowsComparison sides={sides} choice={choice} onText={onText} />
    case 'pictures':
      return <PicturesComparison sides={sides} choice={choice} />
    case 'bytes':
      return <BytesComparison sides={sides} choice={choice} />
    case 'sideBySide':
    case 'inline':
      return <TextComparison key={mode} sides={sides} choice={choice} isInline={mode === 'inline'} />
  }
}
