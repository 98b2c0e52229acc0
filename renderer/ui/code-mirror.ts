import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { bracketMatching, foldGutter, foldKeymap, indentOnInput, LanguageDescription, syntaxHighlighting } from '@codemirror/language'
import { languages } from '@codemirror/language-data'
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search'
import { EditorState, type Extension } from '@codemirror/state'
import { drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, highlightSpecialChars, keymap, lineNumbers } from '@codemirror/view'
import { classHighlighter } from '@lezer/highlight'

/** A line at the foot of letters, in a colour of the theme. */
const underline = (colour: string): string => `linear-gradient(var(${colour}), var(${colour})) bottom/100% 1.5px no-repeat`

/** The window's own colours; text colours are the same classes as in previews. */
const theme = EditorView.theme({
  '&': { height: '100%', backgroundColor: 'var(--canvas)', color: 'var(--text)', fontSize: '12.5px' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '20px' },
  '.cm-content': { caretColor: 'var(--text)' },
  '.cm-cursor': { borderLeftColor: 'var(--text)' },
  '.cm-gutters': { backgroundColor: 'var(--panel)', color: 'var(--secondary)', borderRight: '1px solid var(--line)' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--hover)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': { backgroundColor: 'var(--selection)' },
  '.cm-panels': { backgroundColor: 'var(--panel)', color: 'var(--text)', borderColor: 'var(--line)' },
  '.cm-panel input, .cm-panel button': { fontFamily: 'var(--font)', fontSize: '12px', background: 'var(--canvas)', color: 'var(--text)', border: '1px solid var(--line-strong)', borderRadius: '6px' },
  '.cm-panel label': { fontFamily: 'var(--font)', fontSize: '12px' },
  '.cm-searchMatch': { backgroundColor: 'var(--selection)', outline: '1px solid var(--accent)' },
  '.cm-collapsedLines': { background: 'var(--panel)', color: 'var(--secondary)', borderBlock: '1px solid var(--line)' },
  // The sign it would have is in few fonts.
  '.cm-collapsedLines:before, .cm-collapsedLines:after': { content: '"…"' },
  // Of the same colours as every other comparison: lines are tinted, and what differs in them is underlined.
  '&.cm-merge-a .cm-changedLine, .cm-deletedChunk': { background: 'color-mix(in srgb, var(--danger) 11%, transparent) !important' },
  '&.cm-merge-b .cm-changedLine': { background: 'color-mix(in srgb, var(--ok) 11%, transparent) !important' },
  '&.cm-merge-a .cm-changedText, .cm-deletedChunk .cm-deletedText': { background: `${underline('--danger')} !important` },
  '&.cm-merge-b .cm-changedText': { background: `${underline('--ok')} !important` },
  '.cm-deletedLineGutter, &.cm-merge-a .cm-changedLineGutter': { background: 'var(--danger) !important' },
  '&.cm-merge-b .cm-changedLineGutter': { background: 'var(--ok) !important' },
})

/** What editors and diffs have in common. */
export function baseExtensions(phrases: Readonly<Record<string, string>>, label: string): Extension[] {
  return [
    theme,
    lineNumbers(),
    highlightSpecialChars(),
    drawSelection(),
    syntaxHighlighting(classHighlighter),
    EditorState.phrases.of(phrases),
    EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false' }),
  ]
}

/** What one types into. */
export const editingExtensions = (): Extension[] => [
  highlightActiveLine(),
  highlightActiveLineGutter(),
  history(),
  foldGutter(),
  indentOnInput(),
  bracketMatching(),
  search({ top: true }),
  highlightSelectionMatches(),
  keymap.of([...defaultKeymap, ...searchKeymap, ...historyKeymap, ...foldKeymap]),
]

export const readOnlyExtensions = (): Extension[] => [EditorState.readOnly.of(true), EditorView.editable.of(false)]

/** Colours for files of this name, once they are loaded; nothing when there are none. */
export async function languageFor(name: string): Promise<Extension> {
  return (await LanguageDescription.matchFilename(languages, name)?.load()) ?? []
}
