import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Bare node:http that answers 1 KiB from memory and checks, reads and stores nothing: what no endpoint over it can beat. */
export function runMemoryServer(): void {
  const body = Buffer.alloc(1024, 'ossia').toString('latin1')
  const server = createServer((request, response) => {
    if (request.method === 'GET') {
      response.writeHead(200, ['Content-Length', '1024'])
      response.end(body, 'latin1')
      return
    }
    request.resume()
    request.on('end', () => {
      response.writeHead(200, ['Content-Length', '0'])
      response.end()
    })
  })
  server.listen(0, '127.0.0.1', () => console.log(`ready http://127.0.0.1:${(server.address() as AddressInfo).port}`))
  process.once('SIGTERM', () => process.exit(0))
}
