import { PassThrough, Readable } from 'node:stream'
import { expect, it } from 'vitest'
import { networkPieces } from './download-parts.ts'

async function all(body: Readable, mostBytes = 1000): Promise<string> {
  const pieces: Buffer[] = []
  for await (const piece of networkPieces(body, mostBytes)) pieces.push(...piece)
  return Buffer.concat(pieces).toString()
}

it('brings all that a body holds, in order', async () => {
  expect(await all(Readable.from([Buffer.from('one '), Buffer.from('two '), Buffer.from('three')], { objectMode: false }))).toBe('one two three')
  expect(await all(Readable.from([], { objectMode: false }))).toBe('')
})

it('gathers what comes while its reader is busy, up to a limit', async () => {
  const body = new PassThrough()
  const sizes: number[] = []
  let written = 0
  const write = (): void => {
    for (let more = 0; more < 10; more++) if (written < 50) body.write(Buffer.alloc(100, String(written++ % 10)))
    if (written === 50) body.end()
  }
  write()
  for await (const piece of networkPieces(body, 300)) {
    sizes.push(piece.reduce((sum, { length }) => sum + length, 0))
    write()
    await new Promise((resolve) => setImmediate(resolve))
  }
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(5000)
  expect(sizes.length).toBeLessThan(50)
})

it('fails as the network does when the connection breaks, also before anybody looks', async () => {
  const broken = new PassThrough()
  broken.write('some')
  const reading = all(broken)
  broken.destroy(Object.assign(new Error('reset'), { code: 'ECONNRESET' }))
  await expect(reading).rejects.toMatchObject({ code: 'NetworkUnreachable' })
  const before = new PassThrough()
  before.destroy()
  await new Promise((resolve) => setImmediate(resolve))
  await expect(all(before)).rejects.toMatchObject({ code: 'NetworkUnreachable' })
})
