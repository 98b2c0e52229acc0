import { createClientHost } from './host.ts'
import { redact } from '../contract/redact.ts'

/** Entry of the utility process: nothing but the connection between Electron's port and the host. */
const log = (text: string): void => {
  process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), from: 'client-host', text: redact(text) })}\n`)
}

const { parentPort } = process
const host = createClientHost({
  send: (event) => {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port, not a window
    parentPort.postMessage(event)
  },
  log,
})
parentPort.on('message', ({ data, ports }) => {
  host.receive(data, ports)
})
void host.stopped.then(() => {
  process.exit(0)
})
process.on('uncaughtException', (error) => {
  log(`Uncaught: ${error.stack ?? error.message}`)
  process.exit(1)
})
process.on('unhandledRejection', (reason) => {
  log(`Unhandled rejection: ${reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)}`)
})
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port, not a window
parentPort.postMessage({ kind: 'ready' })
