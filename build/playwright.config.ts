import path from 'node:path'
import { defineConfig } from '@playwright/test'

const root = path.resolve(import.meta.dirname, '..')

/**
 * One environment for each worker, with a display of its own: windows on the same one would share focus and clipboard. A
 * display that somebody looks at is only one, so tests there run one after the other.
 */
const displays = JSON.parse(process.env['OSSIA_TEST_DISPLAYS'] ?? '[]') as readonly Readonly<Record<string, string>>[]
// This file is read again in each worker.
Object.assign(process.env, displays[Number(process.env['TEST_PARALLEL_INDEX'] ?? 0)])

/**
 * A real window, focus and display share the machine with everything else on it, so a test may try twice; `npm test` then
 * names it at its end, and it is to be mended like a failed one. Everything below the window tries once.
 */
export default defineConfig({
  testDir: path.join(root, 'e2e/specs'),
  outputDir: path.join(root, 'test-results'),
  workers: Math.max(1, displays.length),
  retries: 1,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  forbidOnly: true,
  use: { trace: 'off', screenshot: 'only-on-failure' },
})
