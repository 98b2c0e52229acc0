import { MergeView, unifiedMergeView } from '@codemirror/merge'
import { EditorState } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { useCallback, useEffect, useEffectEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { baseExtensions, languageFor, readOnlyExtensions } from '../../ui/code-mirror.ts'
import { useFormat } from '../../ui/use-format.ts'
import { usePhrases } from '../../ui/use-phrases.ts'
import { useSubject } from '../context.ts'
import { EncodingChoice, Footer, Loading } from '../parts.tsx'
import { useLoaded } from '../use-loaded.ts'
import { SideLabels, type ComparisonProps } from './side-labels.tsx'
import { encodingOf, findDifference, largerBytes, readPart, wholeTextBytes, windowBytes } from './sides.ts'

/** A text that differs everywhere must not take minutes to compare. */
const diffConfig = { scanLimit: 2000, timeout: 1000 }
/** Colours cost as much as the comparison. */
const colouredBytes = 512 * 1024

/** Two texts, beside each other or one with the changes in it; of large ones a part at a time, with a way to the next difference. */
export function TextComparison({ sides, choice, isInline }: ComparisonProps & { readonly isInline: boolean }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { fail } = useSubject()
  const [encoding, setEncoding] = useState(() => encodingOf(sides.after.reader.sizeBytes === 0 ? sides.before : sides.after))
  const [startByte, setStartByte] = useState(0)
  const [search, setSearch] = useState<'idle' | 'running' | 'none'>('idle')
  const total = largerBytes(sides)
  const isWhole = total <= wholeTextBytes
  const endByte = isWhole ? total : Math.min(total, startByte + windowBytes)
  const [isAsked, setAsked] = useState(false)
  const load = useCallback(
    async (signal: AbortSignal) => {
      // Until somebody says otherwise, each side is read in its own: a file may have become UTF-8.
      const one = (side: typeof sides.before) => readPart(isAsked ? { ...side, choice: { ...side.choice, encoding } } : side, startByte, endByte, signal)
      const [before, after] = await Promise.all([one(sides.before), one(sides.after)])
      return { before, after }
    },
    [sides, startByte, endByte, encoding, isAsked],
  )
  const texts = useLoaded(load)
  const searching = useRef<AbortController>(undefined)
  useEffect(() => () => searching.current?.abort(), [])
  const goToNext = async () => {
    searching.current?.abort()
    const controller = new AbortController()
    searching.current = controller
    setSearch('running')
    try {
      const found = await findDifference(sides, endByte, controller.signal)
      if (controller.signal.aborted) return
      setSearch(found === undefined ? 'none' : 'idle')
      if (found !== undefined) setStartByte(Math.max(0, Math.floor(found / windowBytes) * windowBytes))
    } catch (thrown) {
      if (!controller.signal.aborted) fail(thrown)
    }
  }
  const goTo = (nextByte: number) => {
    searching.current?.abort()
    setSearch('idle')
    setStartByte(Math.max(0, nextByte))
  }
  const isFirstLook = useRef(true)
  // A first part that is the same is nothing to look at.
  const lookFurther = useEffectEvent((isSame: boolean) => {
    if (isFirstLook.current && isSame && endByte < total) void goToNext()
    isFirstLook.current = false
  })
  useEffect(() => {
    if (texts !== undefined) lookFurther(texts.before === texts.after)
  }, [texts])
  return (
    <>
      {isInline ? null : <SideLabels sides={sides} />}
      {texts === undefined ? (
        <Loading />
      ) : texts.before === texts.after && isWhole ? (
        <p className="viewer-notice">{t('viewer.compare.sameText')}</p>
      ) : (
        <Merged {...texts} isInline={isInline} labels={[sides.before.label, sides.after.label]} isColoured={total <= colouredBytes} />
      )}
      <Footer>
        {isWhole ? null : (
          <span className="viewer-buttons">
            <span>{t(search === 'none' ? 'viewer.compare.noMore' : 'viewer.compare.part', { from: format.bytes(startByte), to: format.bytes(endByte), total: format.bytes(total) })}</span>
            <button type="button" disabled={startByte === 0} onClick={() => goTo(startByte - windowBytes)}>
              {t('viewer.compare.previousPart')}
            </button>
            <button type="button" disabled={endByte >= total} onClick={() => goTo(startByte + windowBytes)}>
              {t('viewer.compare.nextPart')}
            </button>
            <button type="button" disabled={endByte >= total || search === 'running'} onClick={() => void goToNext()}>
              {t(search === 'running' ? 'viewer.compare.searching' : 'viewer.compare.nextDifference')}
            </button>
          </span>
        )}
        <EncodingChoice
          value={encoding}
          onChange={(asked) => {
            setAsked(true)
            setEncoding(asked)
          }}
        />
        {choice}
      </Footer>
    </>
  )
}

interface MergedProps {
  readonly before: string
  readonly after: string
  readonly isInline: boolean
  readonly labels: readonly [string, string]
  readonly isColoured: boolean
}

function Merged({ before, after, isInline, labels, isColoured }: MergedProps) {
  const { request } = useSubject()
  const host = useRef<HTMLDivElement>(null)
  const phrases = usePhrases()
  const { name } = request
  const [beforeLabel, afterLabel] = labels
  useEffect(() => {
    const parent = host.current
    if (parent === null) return undefined
    let view: { destroy: () => void } | undefined
    let isOver = false
    void (isColoured ? languageFor(name) : Promise.resolve([])).then((language) => {
      if (isOver) return
      const extensions = (label: string) => [baseExtensions(phrases, label), language, readOnlyExtensions(), EditorView.lineWrapping]
      const collapseUnchanged = { margin: 3, minSize: 8 }
      view = isInline
        ? new EditorView({
            parent,
            state: EditorState.create({ doc: after, extensions: [extensions(afterLabel), unifiedMergeView({ original: before, mergeControls: false, gutter: true, collapseUnchanged, diffConfig })] }),
          })
        : new MergeView({ parent, a: { doc: before, extensions: extensions(beforeLabel) }, b: { doc: after, extensions: extensions(afterLabel) }, gutter: true, collapseUnchanged, diffConfig })
    })
    return () => {
      isOver = true
      view?.destroy()
    }
  }, [before, after, isInline, beforeLabel, afterLabel, name, isColoured, phrases])
  return <div className="viewer-scroll compare-text" ref={host} tabIndex={0} data-testid="text-comparison" />
}
