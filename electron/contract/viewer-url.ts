// Apart from the schemas, so that the viewer's page gets its URLs without the schema library.

/**
 * Object bytes reach the window only as resources of the `ossia-object:` scheme, which main answers by range reads with a
 * list of allowed content types. The page can name an object, never a file or an address.
 */
export const previewScheme = 'ossia-object'

/**
 * Scheme and origin of the page that shows what objects hold. It is another site than the window, so that it runs in a
 * process of its own, without the window's calls, and a parser that hangs there hangs nothing else.
 */
export const viewerScheme = 'ossia-viewer'
export const viewerOrigin = `${viewerScheme}://viewer`
export const viewerUrl = `${viewerOrigin}/viewer/index.html`

/** Types the viewer may have bytes served as, after it has looked at them. None can become a document or a script. */
export const viewerTypes = [
  'application/octet-stream',
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'image/avif',
  'image/bmp',
  'image/x-icon',
  'image/svg+xml',
  'video/mp4',
  'video/webm',
  'video/ogg',
  'audio/mpeg',
  'audio/mp4',
  'audio/wav',
  'audio/flac',
  'audio/ogg',
  'audio/aac',
] as const
export type ViewerType = (typeof viewerTypes)[number]

/** URL of the bytes behind a grant, which names no object and is good for one window only. */
export const grantUrl = (grant: string, as: ViewerType = 'application/octet-stream'): string => `${previewScheme}://grant/${grant}?as=${encodeURIComponent(as)}`
