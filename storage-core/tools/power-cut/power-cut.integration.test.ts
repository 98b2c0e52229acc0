import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { missingForPowerCuts } from './loop-disk.ts'

const project = path.resolve(import.meta.dirname, '../../..')
const missing = await missingForPowerCuts()

describe(missing === undefined ? 'a real power cut' : `a real power cut (SKIPPED, nothing proven: ${missing})`, () => {
  it.skipIf(missing !== undefined)(
    'loses nothing acknowledged on ext4 and XFS, while every store that syncs too little does lose',
    async () => {
      const command = ['build/run-ts.mjs', 'storage-core/tools/power-cut/main.ts', '--short', '--images', '0']
      const { stdout } = await promisify(execFile)(process.execPath, command, { cwd: project })
      const lines = stdout.split('\n').filter((line) => / cuts, /.test(line))
      expect(lines).toHaveLength(8)
      expect(lines.filter((line) => !line.endsWith(': as expected'))).toEqual([])
      // Cuts under a store that had nothing to lose would prove nothing.
      for (const line of lines) expect(Number(/(\d+) acknowledged/.exec(line)?.[1])).toBeGreaterThan(5)
    },
    90_000,
  )
})
