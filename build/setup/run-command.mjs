import { spawn } from 'node:child_process'
import { projectRoot } from './project.mjs'

/**
 * Runs a program and resolves with its exit code; a death by signal is 128, as in a shell. Output is the terminal's own.
 * `stdio` as in node:child_process.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, stdio?: import('node:child_process').StdioOptions, cwd?: string }} [options]
 * @returns {Promise<number>}
 */
export function runCommand(command, args, { env = process.env, stdio = 'inherit', cwd = projectRoot } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio })
    child.once('error', reject)
    child.once('exit', (code) => resolve(code ?? 128))
  })
}

const keptCharacters = 1_000_000

/**
 * Runs a program as above, and resolves with the end of what it printed too, both streams in the order they came.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, cwd?: string }} [options]
 * @returns {Promise<{ code: number, output: string }>}
 */
export function runAndKeep(command, args, { env = process.env, cwd = projectRoot } = {}) {
  return new Promise((resolve, reject) => {
    const coloured = process.stdout.isTTY && !env['NO_COLOR'] ? { ...env, FORCE_COLOR: '1' } : env
    const child = spawn(command, args, { cwd, env: coloured, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const { from, to } of [
      { from: child.stdout, to: process.stdout },
      { from: child.stderr, to: process.stderr },
    ]) {
      from.setEncoding('utf8')
      from.on('data', (text) => {
        to.write(text)
        output = (output + text).slice(-keptCharacters)
      })
    }
    child.once('error', reject)
    child.once('close', (code) => resolve({ code: code ?? 128, output }))
  })
}

/**
 * Runs a file with this Node.
 * @param {readonly string[]} args
 * @param {Parameters<typeof runCommand>[2]} [options]
 */
export const runNode = (args, options) => runCommand(process.execPath, args, options)

/** npm as a command line that works without a shell on every system: npm names its own file in the environment. */
export function npmCommand() {
  const npmFile = process.env['npm_execpath']
  if (npmFile?.endsWith('.js') || npmFile?.endsWith('.cjs')) return { command: process.execPath, args: [npmFile] }
  return { command: process.platform === 'win32' ? 'npm.cmd' : 'npm', args: [] }
}
