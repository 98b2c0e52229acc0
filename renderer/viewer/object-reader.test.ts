import { expect, test } from 'vitest'
import { createObjectReader, ReadFailure } from './object-reader.ts'

const content = Uint8Array.from({ length: 3000 }, (_, index) => index % 251)

/** Answers ranges of `content`, and notes them. */
function service(asked: string[]) {
  return async (_url: unknown, init?: RequestInit): Promise<Response> => {
    const range = new Headers(init?.headers).get('range') ?? ''
    asked.push(range)
    const [start = 0, last = 0] = /(\d+)-(\d+)/.exec(range)?.slice(1).map(Number) ?? []
    return new Response(content.slice(start, last + 1), { status: 206 })
  }
}

test('the beginning of an object is read once, however often and by however many it is looked at', async () => {
  const asked: string[] = []
  const reader = createObjectReader('grant', content.length, service(asked))
  expect(await reader.read(0, 1000)).toEqual(content.slice(0, 1000))
  expect(await reader.read(0, 400)).toEqual(content.slice(0, 400))
  const both = await Promise.all([reader.read(0, 2000), reader.read(0, 2000)])
  expect(both).toEqual([content.slice(0, 2000), content.slice(0, 2000)])
  expect(asked).toEqual(['bytes=0-999', 'bytes=1000-1999'])
})

test('whoever waits for another reading of the beginning reads by itself when that one is given up', async () => {
  const asked: string[] = []
  const answer = service(asked)
  const controller = new AbortController()
  const reader = createObjectReader('grant', content.length, async (url, init) => {
    init?.signal?.throwIfAborted()
    await Promise.resolve()
    init?.signal?.throwIfAborted()
    return answer(url, init)
  })
  const given = reader.read(0, 500, controller.signal)
  const waiting = reader.read(0, 500)
  controller.abort()
  await expect(given).rejects.toThrow('aborted')
  expect(await waiting).toEqual(content.slice(0, 500))
})

test('ranges end with the object, and a service that ignores them is understood', async () => {
  const reader = createObjectReader('grant', content.length, async () => new Response(content))
  expect(await reader.read(2990, 9000)).toEqual(content.slice(2990))
  expect(await reader.read(5000, 9000)).toEqual(new Uint8Array(0))
})

test('what the service says of a failure is told', async () => {
  const reader = createObjectReader('grant', 10, async () => new Response(null, { status: 403, headers: { 'x-ossia-code': 'AccessDenied', 'x-ossia-request-id': 'R1' } }))
  const failure = await reader.read(0, 5).catch((thrown: unknown) => thrown)
  expect(failure).toBeInstanceOf(ReadFailure)
  expect((failure as ReadFailure).wire).toMatchObject({ code: 'AccessDenied', status: 403, requestId: 'R1', retryable: false })
})

test('a server that ignores ranges is heard no longer than needed', async () => {
  let sent = 0
  let isCancelled = false
  const endless = (): Promise<Response> =>
    Promise.resolve(
      new Response(
        new ReadableStream<Uint8Array>({
          pull: (controller) => {
            sent += 100
            controller.enqueue(content.slice(0, 100))
          },
          cancel: () => void (isCancelled = true),
        }),
      ),
    )
  const reader = createObjectReader('grant', 10 ** 12, endless)
  expect(await reader.read(50, 150)).toEqual(new Uint8Array([...content.slice(50, 100), ...content.slice(0, 50)]))
  expect(sent).toBeLessThan(1000)
  expect(isCancelled).toBe(true)
})
