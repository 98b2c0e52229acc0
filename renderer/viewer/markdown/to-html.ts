import MarkdownIt from 'markdown-it'

/** What is nested this deep is left out by the parser, without a word. */
const deepest = 100

const markdown = new MarkdownIt('default', { html: false, linkify: false, typographer: false, maxNesting: deepest })
const holders = new Set(['blockquote_open', 'list_item_open'])

/**
 * Markdown as HTML in which the text's own markup is only text; undefined for what holds something nested deeper than the parser
 * goes. Some texts take time that grows with the square of their length.
 */
export function markdownToHtml(text: string): string | undefined {
  const environment = {}
  const tokens = markdown.parse(text, environment)
  if (tokens.some(({ type, level }) => level >= deepest - 1 && holders.has(type))) return undefined
  return markdown.renderer.render(tokens, markdown.options, environment)
}
