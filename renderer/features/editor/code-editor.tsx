import { Compartment, EditorState } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { useEffect, useEffectEvent, useRef } from 'react'
import { baseExtensions, editingExtensions, languageFor, readOnlyExtensions } from '../../ui/code-mirror.ts'
import { usePhrases } from '../../ui/use-phrases.ts'

interface Props {
  /** Text to begin with; the editor has its own from then on. */
  readonly text: string
  readonly name: string
  readonly label: string
  readonly readOnly: boolean
  readonly onChange: (text: string) => void
}

/** CodeMirror, mounted once per text. */
export function CodeEditor({ text, name, label, readOnly, onChange }: Props) {
  const host = useRef<HTMLDivElement>(null)
  const phrases = usePhrases()
  const changed = useEffectEvent(onChange)
  useEffect(() => {
    const parent = host.current
    if (parent === null) return undefined
    const language = new Compartment()
    const view = new EditorView({
      parent,
      state: EditorState.create({
        doc: text,
        extensions: [
          baseExtensions(phrases, label),
          readOnly ? readOnlyExtensions() : editingExtensions(),
          language.of([]),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) changed(update.state.doc.toString())
          }),
        ],
      }),
    })
    // A dialog that was closed in favour of this one gives the focus back to the list first.
    requestAnimationFrame(() => view.focus())
    let gone = false
    void languageFor(name).then((extension) => {
      if (!gone) view.dispatch({ effects: language.reconfigure(extension) })
    })
    return () => {
      gone = true
      view.destroy()
    }
  }, [text, name, label, readOnly, phrases])
  return <div className="code-editor" ref={host} data-testid="code-editor" />
}
