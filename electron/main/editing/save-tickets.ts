import { randomUUID } from 'node:crypto'
import { mkdir, open, unlink } from 'node:fs/promises'
import path from 'node:path'
import { editableBytes, parseSaveUrl, type SavedObject, type SaveTarget } from '../../contract/editing.ts'
import { WireFailure, wireFailure } from '../../contract/wire-error.ts'
import type { Log } from '../log.ts'

/** UTF-16 takes twice what the text was measured in. */
const mostBytes = editableBytes * 2
const maxTickets = 100

/**
 * Takes the bytes of edited text from the window. They come as the body of a request, go to a file only this user can read,
 * and from there to the object; the file is removed whatever happens.
 */
export interface SaveTickets {
  readonly open: (target: SaveTarget) => string
  /** Answers a POST to `ossia-object://save/TICKET`; undefined for any other URL. */
  readonly answer: (request: Request) => Promise<Response> | undefined
}

interface Options {
  readonly folder: string
  readonly pageOrigin: () => string
  readonly save: (target: SaveTarget, path: string, signal: AbortSignal) => Promise<SavedObject>
  readonly log: Log
}

export function createSaveTickets({ folder, pageOrigin, save, log }: Options): SaveTickets {
  const tickets = new Map<string, SaveTarget>()

  async function receive(request: Request, file: string): Promise<void> {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const handle = await open(file, 'wx', 0o600)
    try {
      let bytes = 0
      for await (const piece of request.body ?? []) {
        bytes += piece.length
        if (bytes > mostBytes) throw wireFailure('EntityTooLarge')
        await handle.appendFile(piece)
      }
    } finally {
      await handle.close()
    }
  }

  async function take(request: Request, target: SaveTarget): Promise<Response> {
    const headers = { 'access-control-allow-origin': pageOrigin(), 'content-type': 'application/json', 'cache-control': 'no-store' }
    const file = path.join(folder, `${randomUUID()}.save`)
    try {
      await receive(request, file)
      return Response.json({ ok: true, saved: await save(target, file, request.signal) }, { headers })
    } catch (error) {
      if (!(error instanceof WireFailure)) log('Edited text could not be saved', error)
      const { wire } = error instanceof WireFailure ? error : wireFailure('InternalError')
      return Response.json({ ok: false, error: wire }, { headers })
    } finally {
      await unlink(file).catch(() => undefined)
    }
  }

  return {
    open: (target) => {
      const [oldest] = tickets.keys()
      if (tickets.size >= maxTickets && oldest !== undefined) tickets.delete(oldest)
      const ticket = randomUUID()
      tickets.set(ticket, target)
      return ticket
    },
    answer: (request) => {
      const ticket = parseSaveUrl(request.url)
      if (ticket === undefined) return undefined
      const target = tickets.get(ticket)
      // Another page's request would carry its own origin, and this answer allows the window's only.
      const isOwn = request.method === 'POST' && (request.headers.get('origin') ?? pageOrigin()) === pageOrigin()
      if (target === undefined || !isOwn) return Promise.resolve(new Response(null, { status: 400 }))
      tickets.delete(ticket)
      return take(request, target)
    },
  }
}
