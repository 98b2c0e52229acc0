import { previewScheme } from '../../contract/preview-url.ts'

/** Scheme and origin of the window's own pages. */
export const appScheme = 'ossia'
export const appOrigin = `${appScheme}://app`

/**
 * Content Security Policy of the window: own scripts only, styles that carry this answer's nonce (Ant Design writes its
 * rules at run time), object bytes through the preview scheme, and nothing from any network.
 */
export function contentSecurityPolicy(nonce: string): string {
  const previews = `${previewScheme}:`
  const directives: Readonly<Record<string, readonly string[]>> = {
    'default-src': ["'none'"],
    'script-src': ["'self'"],
    'style-src': ["'self'", `'nonce-${nonce}'`],
    'img-src': ["'self'", 'blob:', 'data:', previews],
    'media-src': [previews],
    'connect-src': [previews],
    'font-src': ["'self'"],
    'object-src': ["'none'"],
    'frame-src': ["'none'"],
    'worker-src': ["'none'"],
    'base-uri': ["'none'"],
    'form-action': ["'none'"],
    'frame-ancestors': ["'none'"],
  }
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources.join(' ')}`)
    .join('; ')
}
