import path from 'node:path'

/** Absolute path of the project's top level. */
export const projectRoot = path.resolve(import.meta.dirname, '..', '..')

/**
 * Path below the top level.
 * @param {string[]} parts
 */
export const inProject = (...parts) => path.join(projectRoot, ...parts)

/** A failure with a next step for the person at the terminal; printed without a stack. */
export class SetupError extends Error {
  /** @override */
  name = 'SetupError'
}

/**
 * Progress goes to stderr: stdout belongs to what the command was asked for.
 * @param {string} text
 */
export function say(text) {
  process.stderr.write(`${text}\n`)
}

/**
 * Runs a script's body; prints a SetupError as its sentence, anything else as the bug it is.
 * @param {() => unknown} body whose number, or promise of one, is the exit code
 */
export async function runScript(body) {
  try {
    const code = await body()
    if (typeof code === 'number') process.exitCode = code
  } catch (error) {
    say(error instanceof SetupError ? error.message : String(error instanceof Error ? error.stack : error))
    process.exitCode = 1
  }
}
