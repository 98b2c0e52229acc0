import os from 'node:os'
import path from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

const root = path.resolve(import.meta.dirname, '..')

/** What holds in every project. */
const common = {
  // The files that run in one worker share what they import: loading it anew for each took more time than the tests. A test
  // therefore puts back what it changes for all (timers, environment), and replaces no module.
  isolate: false,
  // How fast the machine is decides nothing: these are only there to end a test that hangs.
  testTimeout: 60_000,
  hookTimeout: 60_000,
  expect: { poll: { timeout: 30_000, interval: 20 } },
}

/**
 * Three projects by cost: `unit` runs in milliseconds without sockets or disks, `integration` uses both, `crash` kills child
 * processes. The window's tests get a DOM.
 */
export default defineConfig({
  root,
  test: {
    // One worker for each processor: left alone, the runner would keep one of them free.
    maxWorkers: os.availableParallelism(),
    projects: [
      {
        root,
        test: {
          ...common,
          name: 'unit',
          include: ['{storage-core,electron,build}/**/*.test.ts'],
          exclude: ['**/*.integration.test.ts', '**/*.crash.test.ts', '**/conformance/**'],
        },
      },
      {
        root,
        plugins: [react()],
        test: {
          ...common,
          name: 'window',
          include: ['renderer/**/*.test.{ts,tsx}'],
          environment: 'happy-dom',
          setupFiles: ['renderer/test-support/setup.ts'],
        },
      },
      {
        root,
        test: {
          ...common,
          name: 'integration',
          include: ['{storage-core,electron,build}/**/*.integration.test.ts'],
        },
      },
      {
        root,
        test: { ...common, name: 'crash', include: ['{storage-core,electron}/**/*.crash.test.ts'], testTimeout: 120_000 },
      },
      {
        root,
        test: {
          ...common,
          name: 'conformance',
          include: ['storage-core/conformance/**/*.test.ts'],
          // It would say in every file that its next major version needs a newer Node.
          env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
        },
      },
      {
        root,
        test: {
          name: 'interop',
          include: ['{storage-core,electron}/**/*.interop.ts'],
          testTimeout: 300_000,
          hookTimeout: 60_000,
          // Clients and their stores share the processors; together they would only measure each other.
          fileParallelism: false,
          env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
        },
      },
    ],
  },
})
