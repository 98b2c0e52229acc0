import { previewScheme, viewerScheme } from '../../contract/preview-url.ts'

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
    'frame-src': [`${viewerScheme}:`],
    'worker-src': ["'none'"],
    'base-uri': ["'none'"],
    'form-action': ["'none'"],
    'frame-ancestors': ["'none'"],
  }
  return policyText(directives)
}

/**
 * Policy of the viewer's page: own scripts, own workers, and object bytes behind a grant. It may be framed by the window
 * only, opens nothing, sends nothing, and no network is named.
 */
export function viewerSecurityPolicy(nonce: string, pageOrigin: string): string {
  const granted = `${previewScheme}://grant`
  return policyText({
    'default-src': ["'none'"],
    'script-src': ["'self'"],
    'worker-src': ["'self'"],
    'style-src': ["'self'", `'nonce-${nonce}'`],
    'img-src': [granted, 'blob:'],
    'media-src': [granted],
    'connect-src': ["'self'", granted],
    'font-src': ["'self'"],
    'object-src': ["'none'"],
    'frame-src': ["'none'"],
    'base-uri': ["'none'"],
    'form-action': ["'none'"],
    'frame-ancestors': [pageOrigin],
    sandbox: ['allow-scripts', 'allow-same-origin'],
  })
}

/**
 * Policy of a worker of the viewer, which goes by its own file's and not by its page's: what parses a stranger's bytes there has
 * the page's files and the granted object, and no network either.
 */
export const viewerWorkerPolicy = policyText({ 'default-src': ["'none'"], 'script-src': ["'self'"], 'connect-src': ["'self'", `${previewScheme}://grant`] })

function policyText(directives: Readonly<Record<string, readonly string[]>>): string {
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources.join(' ')}`)
    .join('; ')
}
