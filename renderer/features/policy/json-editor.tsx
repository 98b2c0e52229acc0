import { unifiedMergeView } from '@codemirror/merge'
import { Compartment, EditorState } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { useEffect, useEffectEvent, useRef } from 'react'
import { baseExtensions, editingExtensions, languageFor, readOnlyExtensions } from '../../ui/code-mirror.ts'
import { usePhrases } from '../../ui/use-phrases.ts'

interface Props {
  readonly label: string
  readonly text: string
  readonly onChange?: ((text: string) => void) | undefined
  /** Shows what changed since this text; nothing can be edited then. */
  readonly before?: string | undefined
}

/** A JSON text with line numbers, to edit or to compare. */
export function JsonEditor({ label, text, onChange, before }: Props) {
  const place = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(undefined)
  const phrases = usePhrases()
  const changed = useEffectEvent((next: string) => onChange?.(next))

  useEffect(() => {
    const parent = place.current
    if (parent === null) return undefined
    const language = new Compartment()
    const editor = new EditorView({
      parent,
      state: EditorState.create({
        doc: text,
        extensions: [
          baseExtensions(phrases, label),
          EditorView.lineWrapping,
          before === undefined ? editingExtensions() : [readOnlyExtensions(), unifiedMergeView({ original: before, mergeControls: false })],
          language.of([]),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) changed(update.state.doc.toString())
          }),
        ],
      }),
    })
    view.current = editor
    let isOpen = true
    void languageFor('policy.json').then((support) => {
      if (isOpen) editor.dispatch({ effects: language.reconfigure(support) })
    })
    return () => {
      isOpen = false
      editor.destroy()
    }
    // The text is handed over below: a new editor for each letter would lose the cursor.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [label, before, phrases])

  useEffect(() => {
    const editor = view.current
    if (editor === undefined || editor.state.doc.toString() === text) return
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: text } })
  }, [text])

  return <div ref={place} className="json-editor" />
}
