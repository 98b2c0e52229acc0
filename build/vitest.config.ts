import path from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

const root = path.resolve(import.meta.dirname, '..')

/**
 * Three projects by cost: `unit` runs in milliseconds without sockets or disks, `integration` uses both, `crash` kills child
 * processes. The window's tests get a DOM.
 */
export default defineConfig({
  root,
  test: {
    projects: [
      {
        root,
        test: {
          name: 'unit',
          include: ['{storage-core,electron,build}/**/*.test.ts'],
          exclude: ['**/*.integration.test.ts', '**/*.crash.test.ts', '**/conformance/**'],
        },
      },
      {
        root,
        plugins: [react()],
        test: {
          name: 'window',
          include: ['renderer/**/*.test.{ts,tsx}'],
          environment: 'happy-dom',
          setupFiles: ['renderer/test-support/setup.ts'],
        },
      },
      {
        root,
        test: {
          name: 'integration',
          include: ['{storage-core,electron,build}/**/*.integration.test.ts'],
          testTimeout: 30_000,
        },
      },
      {
        root,
        test: { name: 'crash', include: ['{storage-core,electron}/**/*.crash.test.ts'], testTimeout: 120_000 },
      },
      {
        root,
        test: {
          name: 'conformance',
          include: ['storage-core/conformance/**/*.test.ts'],
          testTimeout: 60_000,
          // It would say in every file that its next major version needs a newer Node.
          env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
        },
      },
      {
        root,
        test: {
          name: 'interop',
          include: ['storage-core/interop/**/*.interop.ts'],
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
