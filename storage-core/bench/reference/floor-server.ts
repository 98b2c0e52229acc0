import { createReadStream, createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'

async function answer(root: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const name = decodeURIComponent((request.url ?? '/').split('?')[0] ?? '/')
  const file = path.join(root, path.posix.normalize(name))
  if (request.method === 'PUT') {
    await pipeline(request, createWriteStream(file))
    response.writeHead(201, { 'content-length': 0 }).end()
    return
  }
  const { size } = await stat(file)
  response.writeHead(200, { 'content-length': size })
  await pipeline(createReadStream(file), response)
}

/** What plain node:http over plain files does, in a process of its own: the floor where nginx is not installed. */
export function runFloorServer(root: string): void {
  const server = createServer((request, response) => {
    answer(root, request, response).catch(() => {
      if (!response.headersSent) response.writeHead(404, { 'content-length': 0 }).end()
      else response.destroy()
    })
  })
  server.listen(0, '127.0.0.1', () => console.log(`ready http://127.0.0.1:${(server.address() as AddressInfo).port}`))
  process.once('SIGTERM', () => process.exit(0))
}
