import { randomBytes } from 'node:crypto'
import { inspect } from 'node:util'
import { openStore, type StoreLogEvent } from '../../storage-core/server.ts'
import { createStoreProcess } from './store-process.ts'

const { parentPort } = process

/** Drawn anew for each run; only the app's own processes know it. */
const drawInternalKey = (): { accessKeyId: string; accessKeySecret: string } => ({
  accessKeyId: `OssiaInternal${randomBytes(8).toString('hex')}`,
  accessKeySecret: randomBytes(24).toString('base64url'),
})

const log = (message: string, error?: unknown): void => {
  const cause = error === undefined ? '' : `\n${typeof error === 'string' ? error : inspect(error)}`
  process.stderr.write(`[ossia store] ${message}${cause}\n`)
}

function logEvent(event: StoreLogEvent): void {
  switch (event.kind) {
    case 'internal-error':
      return log(`${event.method} ${event.url} failed (${event.requestId})`, event.error)
    case 'not-implemented':
      return log(`Not implemented: ${event.method} ${event.url}`)
    case 'maintenance-failed':
      return log('Maintenance failed', event.error)
  }
}

const storeProcess = createStoreProcess({
  open: async ({ dataFolder, port, region }) => {
    const internal = drawInternalKey()
    const store = await openStore({ dataFolder, port, region, internalAccessKey: internal, log: logEvent })
    return {
      ready: { url: store.url, region: store.region, dataFolder: store.dataFolder, user: store.user, internal },
      close: () => store.close(),
    }
  },
  report: (event) => parentPort.postMessage(event),
  exit: (code) => process.exit(code),
  log,
})

parentPort.on('message', ({ data }) => storeProcess.onCommand(data))
// Ctrl+C in a terminal reaches every process of the group; main decides when the store stops.
process.on('SIGINT', () => undefined)
process.on('SIGHUP', () => undefined)
process.on('SIGTERM', storeProcess.stop)
