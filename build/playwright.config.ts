import path from 'node:path'
import { defineConfig } from '@playwright/test'

const root = path.resolve(import.meta.dirname, '..')

/** One real Electron at a time, no second tries: a test that passes only sometimes is a failing test. */
export default defineConfig({
  testDir: path.join(root, 'e2e/specs'),
  outputDir: path.join(root, 'test-results'),
  workers: 1,
  retries: 0,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  forbidOnly: true,
  use: { trace: 'off', screenshot: 'only-on-failure' },
})
