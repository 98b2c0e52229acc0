import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { elementText, type RawAnswer, type RawRequest, send } from './raw-client.ts'
import { startTestStore, type TestStore } from './test-store.ts'

let running: TestStore
const bucket = 'page-sizes'
const call = (input: RawRequest) => send(running.port, { bucket, ...input })
let uploadId = ''

beforeAll(async () => {
  running = await startTestStore()
  for (const name of [bucket, `${bucket}-2`, `${bucket}-3`]) expect((await send(running.port, { method: 'PUT', bucket: name })).status).toBe(200)
  for (const key of ['a', 'b', 'c']) {
    expect((await call({ method: 'PUT', key, body: key })).status).toBe(200)
    const answer = await call({ method: 'POST', key, query: [['uploads', '']] })
    uploadId = elementText(answer.text, 'UploadId') ?? ''
  }
  for (const partNumber of ['1', '2', '10000']) {
    expect((await call({ method: 'PUT', key: 'c', query: [['partNumber', partNumber], ['uploadId', uploadId]], body: 'x' })).status).toBe(200)
  }
})
afterAll(() => running.stop())

interface Listing {
  readonly name: string
  readonly ask: (query: readonly (readonly [string, string])[]) => Promise<RawAnswer>
  readonly parameter: string
  /** Stands once for each entry. */
  readonly entry: RegExp
  /** Where the size of the page is answered, and what it is when nobody asks. */
  readonly echo: string
  readonly byDefault: string
}

const inBucket = (...fixed: readonly (readonly [string, string])[]) => (query: readonly (readonly [string, string])[]) => call({ query: [...fixed, ...query] })
const listings: readonly Listing[] = [
  { name: 'ListObjects', ask: inBucket(), parameter: 'max-keys', entry: /<Contents>/g, echo: 'MaxKeys', byDefault: '100' },
  { name: 'ListObjectsV2', ask: inBucket(['list-type', '2']), parameter: 'max-keys', entry: /<Contents>/g, echo: 'MaxKeys', byDefault: '100' },
  { name: 'ListObjectVersions', ask: inBucket(['versions', '']), parameter: 'max-keys', entry: /<Version>/g, echo: 'MaxKeys', byDefault: '100' },
  { name: 'ListMultipartUploads', ask: inBucket(['uploads', '']), parameter: 'max-uploads', entry: /<Upload>/g, echo: 'MaxUploads', byDefault: '1000' },
  {
    name: 'ListParts',
    ask: (query) => call({ key: 'c', query: [['uploadId', uploadId], ...query] }),
    parameter: 'max-parts',
    entry: /<Part>/g,
    echo: 'MaxParts',
    byDefault: '1000',
  },
  {
    name: 'ListBuckets',
    ask: (query) => send(running.port, { query: [['prefix', bucket], ...query] }),
    parameter: 'max-keys',
    entry: /<Bucket>/g,
    echo: 'MaxKeys',
    byDefault: '100',
  },
]

const count = (answer: RawAnswer, entry: RegExp) => [...answer.text.matchAll(entry)].length

describe.each(listings)('the page size of $name', ({ ask, parameter, entry, echo, byDefault }) => {
  it.each(['0', '1001', '-1', '1.5', '0x10', '9'.repeat(30)])('is not %s', async (size) => {
    const answer = await ask([[parameter, size]])
    expect([answer.status, answer.code]).toEqual([400, 'InvalidArgument'])
    expect(elementText(answer.text, 'ArgumentName')).toBe(parameter)
  })

  it('is 1 for one entry after the other', async () => {
    const answer = await ask([[parameter, '1']])
    expect([answer.status, count(answer, entry), elementText(answer.text, echo), elementText(answer.text, 'IsTruncated')]).toEqual([200, 1, '1', 'true'])
  })

  it.each(['2', '3', '999', '1000'])('is %s', async (size) => {
    const answer = await ask([[parameter, size]])
    const shown = Math.min(3, Number(size))
    expect([answer.status, count(answer, entry), elementText(answer.text, echo), elementText(answer.text, 'IsTruncated')]).toEqual([200, shown, size, String(shown < 3)])
  })

  it('is large enough when nobody asks', async () => {
    const answer = await ask([])
    expect([count(answer, entry), elementText(answer.text, echo)]).toEqual([3, byDefault])
  })
})
