// node build/run-ts.mjs FILE [arguments]: runs a TypeScript program of this project in this very process.
import { pathToFileURL } from 'node:url'
import { bundleEntry } from './bundle/bundle-entry.mjs'
import { ensureDependencies } from './setup/dependencies.mjs'
import { runScript, SetupError } from './setup/project.mjs'

await runScript(async () => {
  const [entry, ...rest] = process.argv.slice(2)
  if (entry === undefined) throw new SetupError('usage: node build/run-ts.mjs FILE [arguments]')
  await ensureDependencies()
  const file = await bundleEntry(entry)
  process.setSourceMapsEnabled(true)
  process.argv = [process.execPath, file, ...rest]
  await import(pathToFileURL(file).href)
})
