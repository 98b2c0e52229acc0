import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { createRequire } from 'node:module'
import { rolldown } from 'rolldown'

const require = createRequire(import.meta.url)

/**
 * Makes a TypeScript program a child process can run: one file in `folder`, loading native packages from where they are
 * installed.
 */
export async function bundleChild(entry: string, folder: string): Promise<string> {
  const bundle = await rolldown({
    input: entry,
    platform: 'node',
    plugins: [
      {
        name: 'native-packages-by-path',
        resolveId: (id) => (id === 'lmdb' ? { id: pathToFileURL(require.resolve('lmdb')).href, external: true } : null),
      },
    ],
    onLog: () => undefined,
  })
  try {
    const { output } = await bundle.generate({ format: 'esm', codeSplitting: false })
    const file = path.join(folder, `${path.basename(entry, '.ts')}.mjs`)
    await mkdir(folder, { recursive: true })
    await writeFile(file, output[0].code)
    return file
  } finally {
    await bundle.close()
  }
}
