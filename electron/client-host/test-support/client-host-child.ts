import { createClientHost } from '../host.ts'
import { smallSizes } from './small-sizes.ts'

/** The client host as a plain child process, with the messages it would get from main; for tests that kill it. */
const host = createClientHost({
  send: (event) => {
    process.send?.(event)
  },
  log: (text) => {
    process.stderr.write(`${text}\n`)
  },
  sizes: smallSizes,
})
process.on('message', (message) => {
  host.receive(message, [])
})
process.on('disconnect', () => {
  process.exit(0)
})
