import MarkdownIt from 'markdown-it'

const markdown = new MarkdownIt('default', { html: false, linkify: false, typographer: false })

/** Markdown as HTML in which the text's own markup is only text. Some texts take time that grows with the square of their length. */
export const markdownToHtml = (text: string): string => markdown.render(text)
