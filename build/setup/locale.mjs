import { spawnSync } from 'node:child_process'

/**
 * Chromium converts file names by the system's locale; under the bare C locale every name that is not ASCII is lost on a drop.
 * Resolves with what to add to the environment so that names are UTF-8; the user's language stays.
 */
export function utf8Environment(environment = process.env) {
  if (process.platform !== 'linux') return {}
  const charmap = spawnSync('locale', ['charmap'], { env: environment, encoding: 'utf8' }).stdout?.trim()
  if (charmap === undefined || charmap === 'UTF-8') return {}
  const language = environment['LANGUAGE'] || environment['LC_ALL'] || environment['LC_MESSAGES'] || environment['LANG'] || 'en'
  return { LC_ALL: 'C.UTF-8', LANGUAGE: /^(?:C|POSIX)\b/.test(language) ? 'en' : language.split('.')[0] }
}
