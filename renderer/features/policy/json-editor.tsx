import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { bracketMatching, LanguageDescription, syntaxHighlighting } from '@codemirror/language'
import { languages } from '@codemirror/language-data'
import { unifiedMergeView } from '@codemirror/merge'
import { Compartment, EditorState } from '@codemirror/state'
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view'
import { classHighlighter } from '@lezer/highlight'
import { useEffect, useRef } from 'react'

interface Props {
  readonly label: string
  readonly text: string
  readonly onChange?: ((text: string) => void) | undefined
  /** Shows what changed since this text; nothing can be edited then. */
  readonly before?: string | undefined
}

const theme = EditorView.theme({
  '&': { height: '100%', fontSize: '12px', backgroundColor: 'var(--canvas)', color: 'var(--text)' },
  '.cm-content': { fontFamily: 'var(--mono)' },
  '.cm-gutters': { backgroundColor: 'var(--panel)', color: 'var(--faint)', border: '0' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--hover)' },
  '.cm-cursor': { borderLeftColor: 'var(--text)' },
  '&.cm-focused': { outline: 'none' },
})

/** A JSON text with line numbers, to edit or to compare. */
export function JsonEditor({ label, text, onChange, before }: Props) {
  const place = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(undefined)
  const tell = useRef(onChange)
  useEffect(() => {
    tell.current = onChange
  }, [onChange])

  useEffect(() => {
    const parent = place.current
    if (parent === null) return undefined
    const language = new Compartment()
    const readOnly = before !== undefined
    const editor = new EditorView({
      parent,
      state: EditorState.create({
        doc: text,
        extensions: [
          lineNumbers(),
          drawSelection(),
          highlightActiveLine(),
          bracketMatching(),
          history(),
          syntaxHighlighting(classHighlighter),
          keymap.of([...defaultKeymap, ...historyKeymap]),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ 'aria-label': label }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) tell.current?.(update.state.doc.toString())
          }),
          theme,
          language.of([]),
          ...(readOnly ? [EditorState.readOnly.of(true), unifiedMergeView({ original: before, mergeControls: false })] : []),
        ],
      }),
    })
    view.current = editor
    let isOpen = true
    void LanguageDescription.matchLanguageName(languages, 'json')
      ?.load()
      .then((support) => {
        if (isOpen) editor.dispatch({ effects: language.reconfigure(support) })
      })
    return () => {
      isOpen = false
      editor.destroy()
    }
    // The text is handed over below: a new editor for each letter would lose the cursor.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [label, before])

  useEffect(() => {
    const editor = view.current
    if (editor === undefined || editor.state.doc.toString() === text) return
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: text } })
  }, [text])

  return <div ref={place} className="json-editor" />
}
