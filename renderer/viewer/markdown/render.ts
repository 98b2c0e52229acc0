import DOMPurify from 'dompurify'

const allowedTags = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'p', 'br', 'hr', 'ul', 'ol', 'li', 'blockquote', 'pre', 'code', 'strong', 'em', 's', 'del', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'a', 'span']

/**
 * Markdown, made HTML before, as elements that can do nothing: markup in the text stays text, links keep their address as a tooltip and lead
 * nowhere, pictures become their description. A second reader takes out whatever the first should not have let through.
 */
export function renderMarkdown(html: string, imageLabel: (description: string) => string): DocumentFragment {
  const page = new DOMParser().parseFromString(html, 'text/html')
  for (const image of page.querySelectorAll('img')) {
    const words = page.createElement('span')
    words.className = 'markdown-image'
    words.textContent = imageLabel(image.getAttribute('alt') || image.getAttribute('src') || '')
    image.replaceWith(words)
  }
  for (const link of page.querySelectorAll('a')) {
    link.title = link.getAttribute('href') ?? ''
    link.removeAttribute('href')
  }
  return DOMPurify.sanitize(page.body.innerHTML, { ALLOWED_TAGS: allowedTags, ALLOWED_ATTR: ['title', 'class', 'start'], ALLOW_DATA_ATTR: false, RETURN_DOM_FRAGMENT: true })
}
