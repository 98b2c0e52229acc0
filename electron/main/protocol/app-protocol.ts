import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { appOrigin, contentSecurityPolicy } from './content-policy.ts'

/** Pages of the built window, by path below its folder, and who may show them. */
export interface PageSite {
  readonly origin: string
  /** The only page, as a path with `/`; also what `/` answers. */
  readonly page: string
  readonly policy: (nonce: string) => string
  /** Of the site's scripts, for those that run as workers; pages go by their own. */
  readonly workerPolicy: string
}
export const appSite: PageSite = { origin: appOrigin, page: 'index.html', policy: contentSecurityPolicy, workerPolicy: "default-src 'none'" }

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
  '.pfb': 'application/octet-stream',
  '.bcmap': 'application/octet-stream',
}
const plainHeaders = { 'x-content-type-options': 'nosniff', 'cache-control': 'no-cache' } as const
const notFound = (): Response => new Response(null, { status: 404, headers: plainHeaders })

/** File below `root` that a URL of the site names, or undefined for anything else. */
export function appFile(root: string, url: string, site: PageSite = appSite): string | undefined {
  if (!URL.canParse(url)) return undefined
  const { protocol, host, pathname } = new URL(url)
  if (`${protocol}//${host}` !== site.origin || /%(?:2f|5c|00)/i.test(pathname) || !isDecodable(pathname)) return undefined
  const relative = pathname === '/' ? site.page : decodeURIComponent(pathname).slice(1)
  const file = path.resolve(root, relative)
  if (!file.startsWith(root + path.sep)) return undefined
  // Another site's page would run here under a policy that is not its own.
  return path.extname(file) === '.html' && file !== path.resolve(root, site.page) ? undefined : file
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

/** Answers a site's URLs with the window's built files. `root` is absolute and has no separator at its end. */
export function createAppProtocol(root: string, site: PageSite = appSite): (request: Pick<Request, 'url' | 'method'>) => Promise<Response> {
  return async ({ url, method }) => {
    if (method !== 'GET' && method !== 'HEAD') return new Response(null, { status: 405, headers: { allow: 'GET, HEAD' } })
    const file = appFile(root, url, site)
    const type = file === undefined ? undefined : contentTypes[path.extname(file)]
    if (file === undefined || type === undefined) return notFound()
    try {
      const headers = { ...plainHeaders, 'content-type': type }
      if (path.extname(file) !== '.html') {
        const policy = type.startsWith('text/javascript') ? { 'content-security-policy': site.workerPolicy } : {}
        return new Response(new Uint8Array(await readFile(file)), { headers: { ...headers, ...policy } })
      }
      const nonce = randomBytes(16).toString('base64')
      const html = withNonce(await readFile(file, 'utf8'), nonce)
      return new Response(html, { headers: { ...headers, 'content-security-policy': site.policy(nonce) } })
    } catch (error) {
      if (isMissing(error)) return notFound()
      throw error
    }
  }
}
