import type http from 'node:http'
import type { OnReadOpts, Socket } from 'node:net'

/** What one read of a socket brings at most. Bytes. */
const readBufferBytes = 64 * 1024

/**
 * Gives each socket of the agent one buffer to read into. Without it Node takes 64 KiB for every read, and the HTTP parser
 * copies the body out of them anyway: a large download then spends a third of its processor time on collecting them.
 */
export function withReadBuffers<A extends http.Agent>(agent: A): A {
  const createConnection = agent.createConnection.bind(agent)
  agent.createConnection = (options, callback) => {
    const buffer = Buffer.allocUnsafeSlow(readBufferBytes)
    let socket: Socket | undefined
    const onread: OnReadOpts = {
      buffer,
      callback: (bytes) => {
        // To the parser, which keeps nothing of it.
        socket?.emit('data', buffer.subarray(0, bytes))
        return true
      },
    }
    // One that goes through a proxy comes by the callback and reads as ever.
    const created = createConnection(Object.assign({}, options, { onread }), callback)
    socket = created as Socket | undefined
    return created
  }
  return agent
}
