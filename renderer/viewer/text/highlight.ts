import { LanguageDescription, type Language } from '@codemirror/language'
import { languages } from '@codemirror/language-data'
import { classHighlighter, highlightTree } from '@lezer/highlight'

export interface Span {
  readonly text: string
  /** Classes of `tok-…`, or none. */
  readonly className: string
}

/** The language a file name stands for, loaded; undefined when there is none. */
export async function languageOf(name: string): Promise<Language | undefined> {
  const description = LanguageDescription.matchFilename(languages, name)
  return description === null ? undefined : (await description.load()).language
}

/** Colours come after the words; what is not coloured by then stays plain. */
const longestMs = 1500
/** Of one turn, so that scrolling and keys are answered in between. */
const turnMs = 12

type Tree = ReturnType<Language['parser']['parse']>

/** The syntax tree of a text as far as there was time for it: some texts are made so that reading them takes for ever. */
async function parse(text: string, language: Language, signal: AbortSignal, nowMs: () => number): Promise<Tree> {
  const parsing = language.parser.startParse(text)
  const startMs = nowMs()
  let turnStartMs = startMs
  for (;;) {
    const tree = parsing.advance()
    if (tree !== null) return tree
    const ms = nowMs()
    if (ms - startMs > longestMs && parsing.stoppedAt === null) parsing.stopAt(parsing.parsedPos)
    if (ms - turnStartMs < turnMs) continue
    await nextTurn()
    signal.throwIfAborted()
    turnStartMs = nowMs()
  }
}

const nextTurn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))

/**
 * Text in lines of coloured spans. Nothing of the text is ever markup: spans carry text and a class of a fixed list. Empty when
 * the text is nested too deeply for colours.
 */
export async function highlightLines(text: string, language: Language, signal: AbortSignal, nowMs: () => number = () => performance.now()): Promise<readonly (readonly Span[])[]> {
  try {
    return linesOf(text, await parse(text, language, signal, nowMs))
  } catch (thrown) {
    // Trees are walked by functions that call themselves; a hundred thousand brackets have no room on the stack.
    if (thrown instanceof RangeError) return []
    throw thrown
  }
}

function linesOf(text: string, tree: Tree): readonly (readonly Span[])[] {
  const lines: Span[][] = [[]]
  const put = (piece: string, className: string): void => {
    for (const [index, part] of piece.split('\n').entries()) {
      if (index > 0) lines.push([])
      if (part !== '') lines.at(-1)?.push({ text: part, className })
    }
  }
  let at = 0
  highlightTree(tree, classHighlighter, (from, to, classes) => {
    if (from > at) put(text.slice(at, from), '')
    put(text.slice(from, to), classes)
    at = to
  })
  put(text.slice(at), '')
  return lines
}
