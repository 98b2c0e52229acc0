import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { appOrigin, contentSecurityPolicy } from './content-policy.ts'

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
}
const plainHeaders = { 'x-content-type-options': 'nosniff', 'cache-control': 'no-cache' } as const
const notFound = (): Response => new Response(null, { status: 404, headers: plainHeaders })

/** File below `root` that a URL of the app names, or undefined for anything else. */
export function appFile(root: string, url: string): string | undefined {
  if (!URL.canParse(url)) return undefined
  const { protocol, host, pathname } = new URL(url)
  if (`${protocol}//${host}` !== appOrigin || /%(?:2f|5c|00)/i.test(pathname) || !isDecodable(pathname)) return undefined
  const relative = pathname === '/' ? 'index.html' : decodeURIComponent(pathname).slice(1)
  const file = path.resolve(root, relative)
  return file.startsWith(root + path.sep) ? file : undefined
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text)
    return true
  } catch {
    return false
  }
}

/** Gives the page the nonce that its policy names; scripts of the page read it from the element's property. */
function withNonce(html: string, nonce: string): string {
  return html.replace(/<head>/i, `<head>\n    <meta property="csp-nonce" nonce="${nonce}" />`)
}

const isMissing = (error: unknown): boolean => {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined
  return code === 'ENOENT' || code === 'EISDIR' || code === 'ENOTDIR'
}

/** Answers `ossia://app/…` with the window's built files. `root` is absolute and has no separator at its end. */
export function createAppProtocol(root: string): (request: Pick<Request, 'url' | 'method'>) => Promise<Response> {
  return async ({ url, method }) => {
    if (method !== 'GET' && method !== 'HEAD') return new Response(null, { status: 405, headers: { allow: 'GET, HEAD' } })
    const file = appFile(root, url)
    const type = file === undefined ? undefined : contentTypes[path.extname(file)]
    if (file === undefined || type === undefined) return notFound()
    try {
      const headers = { ...plainHeaders, 'content-type': type }
      if (path.extname(file) !== '.html') return new Response(new Uint8Array(await readFile(file)), { headers })
      const nonce = randomBytes(16).toString('base64')
      const html = withNonce(await readFile(file, 'utf8'), nonce)
      return new Response(html, { headers: { ...headers, 'content-security-policy': contentSecurityPolicy(nonce) } })
    } catch (error) {
      if (isMissing(error)) return notFound()
      throw error
    }
  }
}
