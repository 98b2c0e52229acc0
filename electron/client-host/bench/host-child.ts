import { createClientHost } from '../host.ts'

/** The client host as the app runs it, as a plain child process that can be measured. */
const host = createClientHost({
  send: (event) => {
    process.send?.(event)
  },
  log: (text) => {
    process.stderr.write(`${text}\n`)
  },
})
process.on('message', (message) => {
  host.receive(message, [])
})
process.on('disconnect', () => {
  process.exit(0)
})
