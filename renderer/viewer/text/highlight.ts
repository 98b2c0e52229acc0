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

/** Text in lines of coloured spans. Nothing of the text is ever markup: spans carry text and a class of a fixed list. */
export function highlightLines(text: string, language: Language): readonly (readonly Span[])[] {
  const lines: Span[][] = [[]]
  const put = (piece: string, className: string): void => {
    for (const [index, part] of piece.split('\n').entries()) {
      if (index > 0) lines.push([])
      if (part !== '') lines.at(-1)?.push({ text: part, className })
    }
  }
  let at = 0
  highlightTree(language.parser.parse(text), classHighlighter, (from, to, classes) => {
    if (from > at) put(text.slice(at, from), '')
    put(text.slice(from, to), classes)
    at = to
  })
  put(text.slice(at), '')
  return lines
}
