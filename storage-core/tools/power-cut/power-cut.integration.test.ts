import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { missingForPowerCuts } from './loop-disk.ts'

const project = path.resolve(import.meta.dirname, '../../..')
const missing = await missingForPowerCuts()

describe(missing === undefined ? 'a real power cut' : `a real power cut (SKIPPED, nothing proven: ${missing})`, () => {
  it.skipIf(missing !== undefined)(
    'loses nothing acknowledged on ext4 and XFS, while every store that syncs too little does lose',
    async () => {
      const command = ['build/run-ts.mjs', 'storage-core/tools/power-cut/main.ts', '--short', '--images', '0']
      // What the rig printed says why it ended with 1; the bare exit code does not.
      const ended = await promisify(execFile)(process.execPath, command, { cwd: project }).catch((error: unknown) => error)
      const { stdout, stderr } = z.object({ stdout: z.string(), stderr: z.string() }).parse(ended)
      const lines = stdout.split('\n').filter((line) => / cuts, /.test(line))
      expect(lines, `${stdout}${stderr}`).toHaveLength(8)
      expect(lines.filter((line) => !line.endsWith(': as expected'))).toEqual([])
      // Cuts under a store that had nothing to lose would prove nothing.
      for (const line of lines) expect(Number(/(\d+) acknowledged/.exec(line)?.[1])).toBeGreaterThan(0)
    },
    90_000,
  )
})
