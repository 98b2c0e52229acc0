/**
 * The page's policy allows styles with its nonce only. Ant Design writes some of its rules without asking for one (its
 * scroll lock, its icons), so every `style` element that the window's own scripts make carries it. Markup that found its
 * way into the page some other way still does not.
 */
export function grantStyleNonce(page: Document): void {
  const nonce = page.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce
  if (nonce === undefined || nonce === '') return
  const create = page.createElement.bind(page)
  const withNonce = (name: string, options?: ElementCreationOptions): HTMLElement => {
    const element = create(name, options)
    if (name.toLowerCase() === 'style') element.nonce = nonce
    return element
  }
  Object.defineProperty(page, 'createElement', { value: withNonce, configurable: true, writable: true })
}
