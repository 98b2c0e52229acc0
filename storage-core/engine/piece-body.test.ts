import { describe, expect, it } from 'vitest'
import { openMemoryMetadataStore } from '../metadata/memory-metadata-store.ts'
import { openPieceBody } from './piece-body.ts'
import { isPieceListLeased } from './piece-list-leases.ts'

const pieceBytes = 4
const textOf = (n: number) => String(n).repeat(pieceBytes)

/** A body of so many files whose readers write down what happens to them. */
async function loggedBody(count: number, options: { readonly missing?: number; readonly badClose?: number } = {}) {
  const log: string[] = []
  const metadata = await openMemoryMetadataStore()
  const open = async (blobId: string) => {
    const n = Number(blobId)
    log.push(`open ${n}`)
    if (n === options.missing) throw new Error(`${n} is missing`)
    return {
      sizeBytes: pieceBytes,
      preload: ({ start, end }: { readonly start: number; readonly end: number }) => void log.push(`preload ${n} ${start}-${end}`),
      copyTo: async (sink: { write(chunk: Uint8Array): Promise<void> }, { start, end }: { readonly start: number; readonly end: number }) => {
        await sink.write(Buffer.from(textOf(n)).subarray(start, end + 1))
      },
      close: async () => {
        log.push(`close ${n}`)
        if (n === options.badClose) throw new Error(`${n} does not close`)
      },
    }
  }
  const all = Array.from({ length: count }, (_, n) => ({ start: n * pieceBytes, sizeBytes: pieceBytes, blobId: String(n) }))
  const range = { start: 1, end: count * pieceBytes - 2 }
  const located = { pieceList: 7, pieces: all.slice(0, 2), more: (start: number) => all.slice(start / pieceBytes).slice(0, 2), range }
  const blobs = { open } as unknown as Parameters<typeof openPieceBody>[0]['blobs']
  const opening = openPieceBody({ blobs, metadata }, located)
  return { log, opening, isLeased: () => isPieceListLeased(metadata, 7) }
}

const neverAborted = new AbortController().signal

describe('a body in pieces', () => {
  it('begins to read the next piece before it sends the one at hand, and closes each behind itself', async () => {
    const { log, opening, isLeased } = await loggedBody(4)
    const body = await opening
    const sent: string[] = []
    const write = (chunk: Uint8Array) => {
      sent.push(Buffer.from(chunk).toString())
      // By then whatever was begun has been begun.
      return new Promise<void>((resolve) => setImmediate(() => {
        log.push(`sent ${sent.length - 1}`)
        resolve()
      }))
    }
    await body.copyTo({ write }, neverAborted)
    expect(sent.join('')).toBe([0, 1, 2, 3].map(textOf).join('').slice(1, -1))
    expect(log.filter((line) => line.startsWith('preload'))).toEqual(['preload 0 1-3', 'preload 1 0-3', 'preload 2 0-3', 'preload 3 0-2'])
    const at = (start: string) => log.findIndex((line) => line.startsWith(start))
    for (const n of [0, 1, 2]) {
      expect(at(`preload ${n + 1}`), 'the next one is on its way').toBeLessThan(at(`sent ${n}`))
      expect(at(`close ${n}`), 'at most two are open').toBeLessThan(at(`sent ${n + 1}`))
      expect(at(`open ${n + 1}`)).toBeGreaterThan(at(`sent ${n - 1}`))
    }
    const lines = log.length
    expect(isLeased()).toBe(true)
    await body.close()
    expect(isLeased()).toBe(false)
    expect(log).toHaveLength(lines)
  })

  it('closes what it opened, also ahead, when the client leaves or a piece is missing', async () => {
    for (const missing of [undefined, 1, 2]) {
      const { log, opening, isLeased } = await loggedBody(4, missing === undefined ? {} : { missing })
      const body = await opening
      const gone = { write: () => Promise.reject(new Error('the client left')) }
      const taking = { write: () => Promise.resolve() }
      await expect(body.copyTo(missing === undefined ? gone : taking, neverAborted)).rejects.toThrow(missing === undefined ? 'left' : 'missing')
      await body.close()
      const piecesOf = (what: string) => new Set(log.filter((line) => line.startsWith(what)).map((line) => line.split(' ')[1]))
      expect(piecesOf('close')).toEqual(piecesOf('preload'))
      expect(isLeased()).toBe(false)
    }
  })

  it('tells about a piece that does not close, without an unhandled rejection', async () => {
    for (const badClose of [0, 1, 3]) {
      const { opening } = await loggedBody(4, { badClose })
      const body = await opening
      await expect(body.copyTo({ write: () => Promise.resolve() }, neverAborted)).rejects.toThrow('does not close')
      await body.close()
    }
  })

  it('is an error before the first byte when its first piece is missing', async () => {
    const { opening, isLeased } = await loggedBody(2, { missing: 0 })
    await expect(opening).rejects.toThrow('0 is missing')
    expect(isLeased()).toBe(false)
  })
})
