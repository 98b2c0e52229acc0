import { spawn, spawnSync } from 'node:child_process'

export interface Finished {
  readonly code: number
  readonly output: string
  readonly errors: string
}

/** Without what this user has set up for these clients, and without proxies: the store is on this machine. */
const ownEnvironment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(?:AWS_|RCLONE_|S3CMD|https?_proxy$|all_proxy$)/i.test(name)))

/** Runs a client to its end, whatever that is. */
export function tryClient(command: string, args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env: { ...ownEnvironment, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    let errors = ''
    child.stdout.setEncoding('utf8').on('data', (chunk) => (output += String(chunk)))
    child.stderr.setEncoding('utf8').on('data', (chunk) => (errors += String(chunk)))
    child.once('error', reject)
    child.once('close', (code) => {
      resolve({ code: code ?? 128, output, errors })
    })
  })
}

/** Runs a client that has to succeed. @returns its output */
export async function runClient(command: string, args: readonly string[], environment?: Readonly<Record<string, string>>): Promise<string> {
  const { code, output, errors } = await tryClient(command, args, environment)
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}:\n${errors}\n${output}`)
  return output
}

/** Whether a client is on this machine. Says so in one line when it is not: a suite that is left out must be seen. */
export function hasClient(command: string, trial: readonly string[] = ['--version'], name = command): boolean {
  const found = spawnSync(command, trial, { stdio: 'ignore' }).status === 0
  if (!found) process.stderr.write(`SKIPPED: ${name} is not installed; npm run interop -- --install installs it where it may\n`)
  return found
}
