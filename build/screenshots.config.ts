import path from 'node:path'
import { defineConfig } from '@playwright/test'

const root = path.resolve(import.meta.dirname, '..')

/** Not tests: each shot puts the window into a state and takes its picture into `screenshots/`, for people to look at. */
export default defineConfig({
  testDir: path.join(root, 'e2e/screenshots'),
  testMatch: '**/*.shots.ts',
  outputDir: path.join(root, 'test-results'),
  workers: 1,
  retries: 0,
  timeout: 180_000,
  use: { actionTimeout: 20_000, trace: 'off' },
})
