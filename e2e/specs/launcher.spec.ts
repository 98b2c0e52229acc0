import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, launchOssia, test } from '../fixtures/app.ts'

const projectRoot = path.resolve(import.meta.dirname, '../..')

/** Ids of the processes whose command line holds the text. */
async function processesWith(text: string): Promise<number[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)
  const lines = await Promise.all(ids.map((id) => readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')))
  return ids.filter((_, index) => lines[index]?.includes(text) === true)
}

test('the app quits in order when `npm start` is killed outright, and its store opens again', async ({ userData }) => {
  test.skip(process.platform !== 'linux', 'finds the processes in /proc')
  const mark = `--user-data-dir=${userData}`
  const launcher = spawn(process.execPath, ['build/start.mjs', mark, '--store-port=0'], { cwd: projectRoot, stdio: ['ignore', 'pipe', 'inherit'] })
  const exit = once(launcher, 'exit')
  let output = ''
  launcher.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString()
  })
  await expect.poll(() => output, { timeout: 60_000 }).toContain('Ossia is running')
  expect((await processesWith(mark)).length).toBeGreaterThan(1)

  launcher.kill('SIGKILL')
  await exit
  await expect.poll(() => processesWith(mark), { timeout: 20_000 }).toEqual([])
  // Nothing of the former run holds the data folder or asks for a repair.
  const again = await launchOssia({ userData })
  await again.storeReady()
  await again.close()
})
