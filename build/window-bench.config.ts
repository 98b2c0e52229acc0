import path from 'node:path'
import { defineConfig } from '@playwright/test'

const root = path.resolve(import.meta.dirname, '..')

/** Measures the window beside an empty Electron app and writes e2e/bench/RESULTS.md. Decides nothing. */
export default defineConfig({
  testDir: path.join(root, 'e2e/bench'),
  testMatch: '**/*.bench.ts',
  outputDir: path.join(root, 'test-results'),
  workers: 1,
  retries: 0,
  timeout: 120_000,
})
