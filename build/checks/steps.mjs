import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { inProject, projectRoot } from '../setup/project.mjs'
import { runAndKeep } from '../setup/run-command.mjs'
import { countPlaywright, countStep, countVitest } from './count-results.mjs'

/** @import { Step } from './reports.ts' */

/**
 * Runs a file with this Node; resolves with its exit code and what it printed.
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, cwd?: string }} [options]
 */
const runNode = (args, options) => runAndKeep(process.execPath, args, options)

/**
 * @param {string} name
 * @param {string} file
 */
const program = (name, file) => inProject('node_modules', ...name.split('/'), file)

/** Folders that have their own compiler settings, each checked by itself: the settings are part of the import rules. */
function typedFolders() {
  const skipped = new Set(['node_modules', 'out', 'dist', 'test-results'])
  /**
   * @param {string} folder
   * @returns {string[]}
   */
  const walk = (folder) =>
    readdirSync(inProject(folder), { withFileTypes: true }).flatMap((entry) => {
      const name = path.posix.join(folder, entry.name)
      if (entry.isDirectory()) return skipped.has(entry.name) || entry.name.startsWith('.') ? [] : walk(name)
      return entry.name === 'tsconfig.json' && folder !== '' ? [folder] : []
    })
  return walk('').toSorted()
}

async function checkTypes() {
  let failures = 0
  let printed = ''
  for (const folder of typedFolders()) {
    const { code, output } = await runNode([program('typescript', 'bin/tsc'), '--project', folder])
    process.stdout.write(`  ${code === 0 ? 'ok    ' : 'FAILED'} ${folder}\n`)
    failures += code === 0 ? 0 : 1
    printed += output
  }
  return countStep(failures, printed)
}

async function checkLint() {
  const { code, output } = await runNode([program('oxlint', 'bin/oxlint'), '--type-aware', '--deny-warnings', '.'])
  return countStep(code, output)
}

async function checkLayers() {
  const folders = ['electron', 'renderer', 'storage-core', 'e2e', 'build']
  const cruise = program('dependency-cruiser', 'bin/dependency-cruise.mjs')
  const { code, output } = await runNode([cruise, '--config', 'build/layers.cjs', ...folders])
  return countStep(code, output)
}

/**
 * Runs `body` with the path of a report it may write, and hands on what was written.
 * @param {(file: string) => Promise<{ code: number, output: string }>} body
 */
async function withReport(body) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'ossia-report-'))
  const file = path.join(folder, 'report.json')
  try {
    const { code, output } = await body(file)
    return { code, output, report: existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** @param {string[]} projects */
function vitestStep(...projects) {
  return async () => {
    const { code, output, report } = await withReport((file) =>
      runNode([
        program('vitest', 'vitest.mjs'),
        'run',
        '--config',
        'build/vitest.config.ts',
        ...projects.flatMap((name) => ['--project', name]),
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${file}`,
      ]),
    )
    return countVitest(report, code, output)
  }
}

async function runEndToEnd() {
  const { ensureAppBuilt } = await import('../bundle/build-app.mjs')
  const { prepareElectron } = await import('../setup/prepare.mjs')
  const { needsVirtualDisplay, startVirtualDisplay } = await import('../setup/display.mjs')
  await prepareElectron()
  await ensureAppBuilt()
  const displays = []
  try {
    // Starting an app takes more than one processor for a part of the time only: two at once suit two processors.
    const wanted = needsVirtualDisplay() ? Math.min(2, os.availableParallelism()) : 0
    for (let number = 0; number < wanted; number++) displays.push(await startVirtualDisplay({ endWithLastClient: false }))
    const forWorkers = displays.length === 0 ? {} : { OSSIA_TEST_DISPLAYS: JSON.stringify(displays.map((display) => display.environment)) }
    const { code, output, report } = await withReport((file) =>
      runNode([program('@playwright/test', 'cli.js'), 'test', '--config', 'build/playwright.config.ts', '--reporter=list,json'], {
        cwd: projectRoot,
        env: { ...process.env, ...forWorkers, PLAYWRIGHT_JSON_OUTPUT_FILE: file, PLAYWRIGHT_JSON_OUTPUT_NAME: file },
      }),
    )
    return countPlaywright(report, code, output)
  } finally {
    for (const display of displays) await display.stop()
  }
}

/**
 * Every step of `npm test`, in order: what fails fast comes first. `quick` ones make up `npm run check`; `reads` are those
 * that only read sources and run beside each other.
 * @type {readonly Step[]}
 */
export const steps = [
  { name: 'types', quick: true, reads: true, run: checkTypes },
  { name: 'lint', quick: true, reads: true, run: checkLint },
  { name: 'layers', quick: true, reads: true, run: checkLayers },
  { name: 'unit', quick: true, run: vitestStep('unit', 'window') },
  { name: 'integration', quick: false, run: vitestStep('integration') },
  { name: 'crash', quick: false, run: vitestStep('crash') },
  { name: 'conformance', quick: false, run: vitestStep('conformance') },
  { name: 'e2e', quick: false, run: runEndToEnd },
]
