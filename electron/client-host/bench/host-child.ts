import { createClientHost } from '../host.ts'
import { turnsFileVariable, watchOwnTurns } from './own-turns.ts'

/** The client host as the app runs it, as a plain child process that can be measured. */
const host = createClientHost({
  send: (event) => {
    process.send?.(event)
  },
  log: (text) => {
    process.stderr.write(`${text}\n`)
  },
})
const turnsFile = process.env[turnsFileVariable]
if (turnsFile !== undefined) watchOwnTurns(turnsFile)
process.on('message', (message) => {
  host.receive(message, [])
})
process.on('disconnect', () => {
  process.exit(0)
})
