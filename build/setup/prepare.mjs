import { ensureDependencies } from './dependencies.mjs'
import { needsVirtualDisplay } from './display.mjs'

/** Everything the app needs before it can run: dependencies, Electron, system libraries. Resolves with Electron's executable. */
export async function prepareElectron() {
  await ensureDependencies()
  const { ensureElectron } = await import('./electron-runtime.mjs')
  const { ensureSystemLibraries } = await import('./system-libraries.mjs')
  const electron = await ensureElectron()
  await ensureSystemLibraries(electron, { needsVirtualDisplay: needsVirtualDisplay() })
  return electron
}

/** Chromium refuses its sandbox to root; only developers' and test machines run as root. */
export const sandboxArguments = () => (process.getuid?.() === 0 ? ['--no-sandbox'] : [])
