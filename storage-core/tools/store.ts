import { isOssError } from '../model/oss-error.ts'
import { openStore, type OpenStore, type StoreLogEvent } from '../server.ts'
import { identityNouns } from './identities/command-line.ts'
import { runIdentityCommand } from './identities/run-command.ts'
import { readStoreOptions, storeToolHelp, type StoreToolOptions } from './store-options.ts'

/** Exit codes: 2 for wrong options, 1 when the store cannot be opened. */
async function main(): Promise<void> {
  const [first] = process.argv.slice(2)
  if (first !== undefined && identityNouns.has(first)) {
    process.exitCode = await runIdentityCommand({
      args: process.argv.slice(2),
      environment: process.env,
      workingFolder: process.cwd(),
      print: (text) => process.stdout.write(text),
      complain,
    })
    return
  }
  const request = readStoreOptions(process.argv.slice(2), process.env, process.cwd())
  if (request.kind === 'help') {
    process.stdout.write(storeToolHelp)
  } else if (request.kind === 'wrong') {
    complain(request.problem)
    process.exitCode = 2
  } else {
    await run(request.options)
  }
}

/** One Ctrl+C reaches this process twice when npm passes it on as well. */
const sameSignalMs = 500
const parentCheckMs = 200

async function run(options: StoreToolOptions): Promise<void> {
  let stopWantedMs: number | undefined
  let store: OpenStore | undefined
  const stop = () => {
    if (stopWantedMs !== undefined) {
      // A second signal means now.
      if (performance.now() - stopWantedMs > sameSignalMs) process.exit(1)
      return
    }
    stopWantedMs = performance.now()
    if (store) void shutDown(store)
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  stopWithNpm(stop)
  try {
    store = await openStore({ ...options, log })
  } catch (error) {
    complain(describe(error, options))
    process.exitCode = 1
    return
  }
  if (stopWantedMs !== undefined) {
    await shutDown(store)
    return
  }
  if (!options.accessKey) {
    process.stderr.write(`access key id ${store.user.accessKeyId}, secret ${store.user.accessKeySecret}\n`)
  }
  process.stdout.write(`ready ${store.url}\n`)
}

/**
 * Whoever ends `npm run store` ends npm and its shell, which do not hand the signal down. The store must not stay behind
 * with the data folder, so it follows its parent.
 */
function stopWithNpm(stop: () => void): void {
  if (process.env['npm_lifecycle_event'] === undefined) return
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    stop()
  }, parentCheckMs)
  timer.unref()
}

async function shutDown(store: OpenStore): Promise<void> {
  try {
    await store.close()
    process.exit(0)
  } catch (error) {
    complain(`the store did not close cleanly: ${error instanceof Error ? error.message : String(error)}`)
    process.exit(1)
  }
}

function describe(error: unknown, { port, dataFolder }: StoreToolOptions): string {
  if (isOssError(error, 'StorePortTaken')) {
    return `port ${port} cannot be used: another program has it. Choose another one with --port, or 0 for any.`
  }
  if (isOssError(error, 'StoreDataFolderInUse')) return `another Ossia uses ${dataFolder}. Stop it, or choose another folder with --data.`
  if (isOssError(error, 'StoreFormatUnsupported')) return `${dataFolder} was written by a newer Ossia. Update this one.`
  if (isOssError(error, 'StoreDataFolderUnusable')) return `${dataFolder} cannot be used: ${rootCause(error)}.`
  return error instanceof Error ? error.message : String(error)
}

function rootCause(error: Error): string {
  let deepest: Error = error
  while (deepest.cause instanceof Error) deepest = deepest.cause
  return deepest.message
}

function log(event: StoreLogEvent): void {
  if (event.kind === 'internal-error') complain(`internal error in ${event.method} ${event.url} (${event.requestId}): ${event.error}`)
  else if (event.kind === 'not-implemented') complain(`not implemented: ${event.method} ${event.url}`)
  else complain(`maintenance failed: ${event.error instanceof Error ? event.error.message : String(event.error)}`)
}

function complain(text: string): void {
  process.stderr.write(`store: ${text}\n`)
}

await main()
