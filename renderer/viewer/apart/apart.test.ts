import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { longestMs, TookTooLong, workApart } from './apart.ts'
import { doWork, type Work } from './work.ts'

/** A worker as the page sees one. */
function fakeWorker() {
  const heard = new Map<string, (event: never) => void>()
  const asked: Work[] = []
  const port = {
    terminate: vi.fn(),
    postMessage: (work: Work) => void asked.push(work),
    addEventListener: (type: string, listener: (event: never) => void) => void heard.set(type, listener),
  }
  const say = (type: string, event: unknown): void => heard.get(type)?.(event as never)
  return { asked, say, terminate: port.terminate, start: () => port as unknown as Worker }
}

describe('work apart', () => {
  beforeEach(() => vi.useFakeTimers())
  afterEach(() => vi.useRealTimers())
  const work = { kind: 'markdown', text: '# a' } as const

  it('gives what the worker found, and the worker ends', async () => {
    const worker = fakeWorker()
    const result = workApart(work, new AbortController().signal, worker.start)
    worker.say('message', { data: { value: '<h1>a</h1>' } })
    expect(await result).toBe('<h1>a</h1>')
    expect(worker.asked).toEqual([work])
    expect(worker.terminate).toHaveBeenCalledOnce()
    expect(vi.getTimerCount()).toBe(0)
  })

  it('is given up when it takes too long, when nobody waits, and when it fails', async () => {
    const late = fakeWorker()
    const tooLate = workApart(work, new AbortController().signal, late.start)
    vi.advanceTimersByTime(longestMs)
    await expect(tooLate).rejects.toBeInstanceOf(TookTooLong)
    const left = fakeWorker()
    const controller = new AbortController()
    const nobody = workApart(work, controller.signal, left.start)
    controller.abort()
    await expect(nobody).rejects.toThrow()
    const broken = fakeWorker()
    const failing = workApart(work, new AbortController().signal, broken.start)
    broken.say('message', { data: { failure: 'no' } })
    await expect(failing).rejects.toThrow('no')
    for (const { terminate } of [late, left, broken]) expect(terminate).toHaveBeenCalledOnce()
  })
})

describe('the work', () => {
  it('is done by its kind', async () => {
    expect(await doWork({ kind: 'markdown', text: '# a' })).toBe('<h1>a</h1>\n')
    expect(await doWork({ kind: 'json', before: '{"a":1}', after: '{"a":2}' })).toEqual({ places: [{ path: '$.a', kind: 'changed', before: '1', after: '2' }], isCut: false })
    expect(await doWork({ kind: 'rows', before: 'a\n1\n', after: 'a\n2\n', name: 'x.csv' })).toMatchObject({ changes: 1, header: ['a'], isCut: false })
  })
})
