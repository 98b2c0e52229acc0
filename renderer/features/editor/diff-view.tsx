import { MergeView } from '@codemirror/merge'
import { EditorView } from '@codemirror/view'
import { useEffect, useEffectEvent, useRef } from 'react'
import { baseExtensions, editingExtensions, languageFor, readOnlyExtensions } from '../../ui/code-mirror.ts'
import { usePhrases } from '../../ui/use-phrases.ts'

interface Props {
  readonly before: string
  readonly after: string
  readonly beforeLabel: string
  readonly afterLabel: string
  readonly name: string
  /** When given, the right side can be changed, also by taking over single changes from the left. */
  readonly onChange?: (text: string) => void
}

/** Two texts side by side with what differs marked; long equal parts are folded. */
export function DiffView({ before, after, beforeLabel, afterLabel, name, onChange }: Props) {
  const host = useRef<HTMLDivElement>(null)
  const phrases = usePhrases()
  const isMerge = onChange !== undefined
  const changed = useEffectEvent((text: string) => onChange?.(text))
  useEffect(() => {
    const parent = host.current
    if (parent === null) return undefined
    let view: MergeView | undefined
    void languageFor(name).then((language) => {
      if (host.current === null) return
      view = new MergeView({
        parent,
        a: { doc: before, extensions: [baseExtensions(phrases, beforeLabel), language, readOnlyExtensions()] },
        b: {
          doc: after,
          extensions: [
            baseExtensions(phrases, afterLabel),
            language,
            isMerge ? editingExtensions() : readOnlyExtensions(),
            EditorView.updateListener.of((update) => {
              if (update.docChanged) changed(update.state.doc.toString())
            }),
          ],
        },
        gutter: true,
        collapseUnchanged: { margin: 3, minSize: 8 },
        // A text that differs everywhere must not take minutes to compare.
        diffConfig: { scanLimit: 2000, timeout: 1000 },
        ...(isMerge ? { revertControls: 'a-to-b' as const } : {}),
      })
    })
    return () => view?.destroy()
  }, [before, after, beforeLabel, afterLabel, name, isMerge, phrases])
  return (
    <div className="diff-view">
      <div className="diff-labels">
        <span>{beforeLabel}</span>
        <span>{afterLabel}</span>
      </div>
      <div className="diff-body" ref={host} data-testid="diff" tabIndex={0} />
    </div>
  )
}
