import path from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import { antDesignParts } from './bundle/ant-design-parts.ts'
import { antDesignRules } from './bundle/ant-design-rules.ts'
import { startChunkNames } from './bundle/start-chunks.ts'

const root = path.resolve(import.meta.dirname, '..')
const at = (...parts: string[]): string => path.join(root, ...parts)
// The oldest runtime that must run the app: Electron 33. electron-vite would aim at the newest one.
const nodeTarget = 'node20.18'
const browserTarget = 'chrome130'

/**
 * Main and the two hosts are ES modules and share chunks; a sandboxed preload must be one CommonJS file. What is in
 * `dependencies` (native code) stays outside the bundles, everything else goes in.
 */
export default defineConfig({
  main: {
    root,
    build: {
      target: nodeTarget,
      outDir: at('out/main'),
      sourcemap: true,
      rolldownOptions: {
        input: {
          index: at('electron/main/app.ts'),
          'store-host': at('electron/store-host/main.ts'),
          'client-host': at('electron/client-host/main.ts'),
        },
      },
    },
  },
  preload: {
    root,
    build: {
      target: nodeTarget,
      outDir: at('out/preload'),
      rolldownOptions: {
        input: { index: at('electron/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: at('renderer'),
    plugins: [react(), antDesignParts(), antDesignRules()],
    build: {
      target: browserTarget,
      outDir: at('out/renderer'),
      emptyOutDir: true,
      minify: true,
      // Inlined assets would be `data:` URLs, which the window's policy allows for images only.
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 4000,
      rolldownOptions: {
        input: { index: at('renderer/index.html'), viewer: at('renderer/viewer/index.html') },
        output: { codeSplitting: { groups: [{ debugName: 'start', name: startChunkNames(at('renderer/app/main.tsx'), at('renderer/viewer/main.tsx')) }] } },
      },
    },
  },
})
