import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface SeenRequest {
  readonly method: string
  readonly url: string
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
}

/** A server that answers each request as the test says. */
export interface ScriptedServer {
  readonly url: string
  /** Requests whose body came through to the end. */
  readonly seen: SeenRequest[]
  close(): Promise<void>
}

/** @param answer gets the request before its body is read; `body()` reads it and notes the request as seen */
export async function startScriptedServer(
  answer: (request: IncomingMessage, response: ServerResponse, body: () => Promise<Buffer>) => Promise<void> | void,
): Promise<ScriptedServer> {
  const seen: SeenRequest[] = []
  const server = createServer((request, response) => {
    const body = async (): Promise<Buffer> => {
      const chunks: Buffer[] = []
      for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
      const whole = Buffer.concat(chunks)
      seen.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body: whole })
      return whole
    }
    // A client that goes away in the middle is part of many tests.
    Promise.resolve(answer(request, response, body)).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve()
        })
        server.closeAllConnections()
      }),
  }
}

export const errorXml = (code: string, extra = ''): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>told by the test</Message><RequestId>5C3D9175B6FC201293AD4890</RequestId><HostId>h</HostId>${extra}<EC>0000-00000001</EC></Error>`

export async function answerError(response: ServerResponse, status: number, code: string, headers: Record<string, string> = {}): Promise<void> {
  response.writeHead(status, { 'content-type': 'application/xml', 'x-oss-request-id': '5C3D9175B6FC201293AD4890', ...headers })
  await new Promise<void>((resolve) => response.end(errorXml(code), resolve))
}
