/** Images the window may show, PDF, and the families a media element plays. Everything else is text or bytes. */
const images = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif', 'image/bmp', 'image/x-icon', 'image/vnd.microsoft.icon', 'image/svg+xml'])
const textTypes = new Set([
  'application/json',
  'application/javascript',
  'application/xml',
  'application/xhtml+xml',
  'application/x-sh',
  'application/x-yaml',
  'application/yaml',
  'application/toml',
  'application/x-ndjson',
  'application/sql',
])

/**
 * Content type a preview is served with. Objects say what they like about themselves, so nothing is served as a type that
 * could become a document or a script in the window: HTML and JavaScript are text, unknown types are bytes.
 */
export function previewContentType(declared: string | null): string {
  const type = (declared ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
  if (images.has(type)) return type
  if (type === 'image/jpg') return 'image/jpeg'
  if (type === 'application/pdf') return type
  if (/^(?:audio|video)\/[a-z0-9.+-]+$/.test(type)) return type
  if (type.startsWith('text/') || textTypes.has(type) || /\+(?:json|xml)$/.test(type)) return 'text/plain'
  return 'application/octet-stream'
}
