import { useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { decodeText, type TextEncoding } from '../../ui/text-encoding.ts'
import { useFormat } from '../../ui/use-format.ts'
import { TookTooLong, workApart } from '../apart/apart.ts'
import { useSubject } from '../context.ts'
import { drawn } from '../drawn.ts'
import { Footer, Loading, Notice } from '../parts.tsx'
import { TextView } from '../text/text-view.tsx'
import { useLoaded } from '../use-loaded.ts'
import { beginningOf } from './beginning.ts'

/** Enough for a book; what comes after is in the source. */
const renderedBytes = 1024 * 1024
/** Up to this, no text takes long enough to be worth a thread of its own. */
const atOnceCharacters = 24 * 1024
/** HTML of more has so many elements that laying them out would take longer than anybody waits. */
const maxHtmlCharacters = 6 * 1024 * 1024

async function htmlOf(text: string, signal: AbortSignal): Promise<string | undefined> {
  if (text.length <= atOnceCharacters) return (await import('./to-html.ts')).markdownToHtml(text)
  try {
    return await workApart({ kind: 'markdown', text }, signal)
  } catch (thrown) {
    if (thrown instanceof TookTooLong) return undefined
    throw thrown
  }
}

interface Props {
  readonly encoding: TextEncoding
  /** The beginning of the object. */
  readonly head: Uint8Array
}

export function MarkdownView({ encoding, head }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const { request, reader } = useSubject()
  const [asSource, setAsSource] = useState(false)
  const render = useCallback(
    async (text: string, signal: AbortSignal): Promise<DocumentFragment | 'tooIntricate'> => {
      const [{ renderMarkdown }, html] = await Promise.all([import('./render.ts'), htmlOf(text, signal)])
      if (html === undefined || html.length > maxHtmlCharacters) return 'tooIntricate'
      return renderMarkdown(html, (description) => t('viewer.markdownImage', { description }))
    },
    [t],
  )
  const beginning = useMemo(() => beginningOf(decodeText(head, encoding, { partial: true })), [head, encoding])
  const loadFirst = useCallback(
    async (signal: AbortSignal) => (beginning === undefined ? undefined : { content: await render(beginning, signal), shownBytes: new Blob([beginning]).size }),
    [beginning, render],
  )
  const first = useLoaded(loadFirst)
  const isBegun = beginning === undefined || first !== undefined
  const load = useCallback(
    async (signal: AbortSignal) => {
      if (!isBegun) return undefined
      // The first blocks are there first: making and laying out all of them would keep these from being drawn.
      if (beginning !== undefined) await drawn()
      signal.throwIfAborted()
      return render(decodeText(await reader.read(0, renderedBytes, signal), encoding, { partial: reader.sizeBytes > renderedBytes }), signal)
    },
    [reader, encoding, beginning, isBegun, render],
  )
  const whole = useLoaded(load)
  // What was seen at first stays where there is no more to come.
  const isCut = first !== undefined && (whole === undefined || whole === 'tooIntricate')
  const content = isCut ? first.content : whole
  const shownBytes = isCut ? first.shownBytes : renderedBytes
  const toggle = (
    <button type="button" aria-pressed={asSource} onClick={() => setAsSource(!asSource)}>
      {t(asSource ? 'viewer.asDocument' : 'viewer.asSource')}
    </button>
  )
  if (asSource) {
    return (
      <>
        <TextView detected={encoding} head={head} />
        <Footer>{toggle}</Footer>
      </>
    )
  }
  return (
    <>
      {content === undefined ? <Loading /> : content === 'tooIntricate' ? <Notice title={t('viewer.markdownTooIntricate')} hint={t('viewer.tooIntricateHint')} /> : <Rendered content={content} label={t('viewer.content', { name: request.name })} />}
      <Footer>
        <span className={whole === undefined ? 'is-late' : undefined}>{content !== 'tooIntricate' && request.sizeBytes > shownBytes ? t('viewer.firstOf', { shown: format.bytes(shownBytes), total: format.bytes(request.sizeBytes) }) : null}</span>
        {toggle}
      </Footer>
    </>
  )
}

function Rendered({ content, label }: { readonly content: DocumentFragment; readonly label: string }) {
  const target = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    target.current?.replaceChildren(content.cloneNode(true))
  }, [content])
  return <div className="viewer-scroll markdown" ref={target} tabIndex={0} role="document" aria-label={label} />
}
