import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { send } from '../conformance/raw-client.ts'

const runner = path.resolve(import.meta.dirname, '../../build/run-ts.mjs')
let folder: string
let children: ChildProcess[]
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'ossia-store-tool-'))
  children = []
})
afterEach(async () => {
  for (const child of children) if (child.exitCode === null) child.kill('SIGKILL')
  await rm(folder, { recursive: true, force: true })
})

interface Tool {
  readonly child: ChildProcess
  readonly ready: Promise<number>
  readonly ended: Promise<{ readonly code: number | null; readonly output: string; readonly errors: string }>
}

function run(args: readonly string[], environment: Record<string, string> = {}): Tool {
  const child = spawn(process.execPath, [runner, 'storage-core/tools/store.ts', ...args], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.push(child)
  let output = ''
  let errors = ''
  child.stderr.on('data', (chunk) => (errors += String(chunk)))
  const ready = new Promise<number>((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      output += String(chunk)
      const port = /^ready http:\/\/127\.0\.0\.1:(\d+)\n$/.exec(output)?.[1]
      if (port !== undefined) resolve(Number(port))
    })
    child.on('close', () => {
      reject(new Error(errors))
    })
  })
  const ended = new Promise<Awaited<Tool['ended']>>((resolve) => {
    child.on('close', (code) => {
      resolve({ code, output, errors })
    })
  })
  ready.catch(() => undefined)
  return { child, ready, ended }
}

describe('the store tool', () => {
  it.skipIf(process.platform === 'win32')('stops when the shell that npm started it in is ended', async () => {
    const data = path.join(folder, 'followed')
    const command = `"${process.execPath}" "${runner}" storage-core/tools/store.ts --port 0 --data "${data}"; true`
    const shell = spawn('sh', ['-c', command], { env: { ...process.env, npm_lifecycle_event: 'store' }, stdio: ['ignore', 'pipe', 'ignore'] })
    children.push(shell)
    const port = await new Promise<number>((resolve) => {
      shell.stdout.on('data', (chunk) => resolve(Number(/:(\d+)\n$/.exec(String(chunk))?.[1])))
    })
    expect((await send(port, { method: 'GET' })).status).toBe(403)
    // Only the shell is told; its output closes when the store, which inherited it, has ended too.
    const closed = new Promise((resolve) => {
      shell.once('close', resolve)
    })
    shell.kill('SIGTERM')
    await closed
    await expect(send(port, { method: 'GET' })).rejects.toThrow(/ECONNREFUSED|socket/)
    const next = run(['--port', '0', '--data', data])
    await next.ready
    next.child.kill('SIGTERM')
    expect((await next.ended).code).toBe(0)
  })

  it.each(['SIGTERM', 'SIGINT'] as const)('prints one line when it is ready and stops cleanly on %s', async (signal) => {
    const environment = { OSSIA_PORT: '0', OSSIA_DATA: path.join(folder, 'data'), OSSIA_ACCESS_KEY_ID: 'test-key', OSSIA_ACCESS_KEY_SECRET: 'test-secret' }
    const first = run([], environment)
    const port = await first.ready
    expect((await send(port, { method: 'PUT', bucket: 'by-tool' })).status).toBe(200)
    first.child.kill(signal)
    const end = await first.ended
    expect([end.code, end.output]).toEqual([0, `ready http://127.0.0.1:${port}\n`])
    expect(end.errors).not.toContain('test-secret')
    const second = run(['--port', '0'], environment)
    expect((await send(await second.ready, {})).text).toContain('<Name>by-tool</Name>')
    const third = await run(['--port', '0'], environment).ended
    expect([third.code, third.output]).toEqual([1, ''])
    expect(third.errors).toMatch(/^store: another Ossia uses .+\n$/)
    second.child.kill('SIGTERM')
    await second.ended
  })

  it('says in one line what is wrong', async () => {
    const wrong = await run(['--port', 'x']).ended
    expect([wrong.code, wrong.output]).toEqual([2, ''])
    expect(wrong.errors).toMatch(/^store: --port .+\n$/)
    const file = path.join(folder, 'file')
    await writeFile(file, 'x')
    const unusable = await run(['--port', '0', '--data', file]).ended
    expect([unusable.code, unusable.output]).toEqual([1, ''])
    expect(unusable.errors).toMatch(/^store: .+ cannot be used: .+\n$/)
    const holder = run(['--port', '0', '--data', path.join(folder, 'a')])
    const port = await holder.ready
    const taken = await run(['--port', String(port), '--data', path.join(folder, 'b')]).ended
    expect([taken.code, taken.output]).toEqual([1, ''])
    expect(taken.errors).toMatch(/^store: port \d+ cannot be used.+\n$/)
  })
})
