import http from 'node:http'
import https from 'node:https'
import type { Link, LinkInput, LinkOptions, LinkTrial } from '../../contract/sharing.ts'
import { localError } from '../errors.ts'
import type { Provider } from '../providers/object-provider.ts'

/** `attachment; filename="…"` for old readers and the real name for all others (RFC 6266, RFC 8187). */
export function contentDisposition({ disposition, fileName }: Pick<LinkOptions, 'disposition' | 'fileName'>): string | undefined {
  if (disposition === undefined) return undefined
  if (disposition === 'inline' || fileName === undefined) return disposition
  const plain = fileName.replaceAll(/[^\x20-\x7e]|["\\%]/g, '_')
  const encoded = encodeURIComponent(fileName).replaceAll(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`
}

/** A link to one object for whoever has it. @throws OssError InvalidInput when it would last longer than the signature allows */
export function createLink(provider: Pick<Provider, 'presignGet'>, { bucket, key, versionId, options }: Omit<LinkInput, 'profileId'>): Link {
  const { expiresSeconds, domain } = options
  const disposition = contentDisposition(options)
  const url = provider.presignGet({ bucket, key, versionId, domain, query: disposition === undefined ? {} : { 'response-content-disposition': disposition } }, expiresSeconds)
  return { url, expiresMs: Date.now() + expiresSeconds * 1000 }
}

const trialTimeoutMs = 15_000
const maxErrorBytes = 16 * 1024

/** Opens a link as somebody else would: without the connection's key, reading one byte. @throws OssError NetworkUnreachable */
export function tryLink(url: string, signal: AbortSignal): Promise<LinkTrial> {
  return new Promise((resolve, reject) => {
    const library = url.startsWith('https:') ? https : http
    const fail = (error: Error): void => {
      if (signal.aborted) reject(error)
      else reject(localError('NetworkUnreachable', { Host: new URL(url).host }, error))
    }
    const request = library.get(url, { headers: { range: 'bytes=0-0' }, signal, timeout: trialTimeoutMs }, (answer) => {
      const { statusCode = 0, headers } = answer
      let text = ''
      answer.setEncoding('utf8')
      answer.on('data', (piece: string) => {
        if (text.length < maxErrorBytes) text += piece
      })
      answer.on('error', fail)
      answer.on('end', () => {
        const size = Number(/\/(\d+)$/.exec(headers['content-range'] ?? '')?.[1] ?? headers['content-length'])
        const code = statusCode >= 300 ? /<Code>([A-Za-z0-9.]{1,100})<\/Code>/.exec(text)?.[1] : undefined
        resolve({
          status: statusCode,
          ...(headers['content-type'] === undefined ? {} : { contentType: headers['content-type'] }),
          ...(headers['content-disposition'] === undefined ? {} : { contentDisposition: Buffer.from(headers['content-disposition'], 'latin1').toString('utf8') }),
          ...(statusCode < 300 && Number.isFinite(size) ? { sizeBytes: size } : {}),
          ...(code === undefined ? {} : { code }),
        })
      })
    })
    request.on('timeout', () => request.destroy(new Error('Nothing came back')))
    request.on('error', fail)
  })
}
