import { HeadBucketCommand, ListObjectsV2Command } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { elementText, send, type RawRequest } from './raw-client.ts'
import { failure, virtualHostClient } from './s3-client.ts'
import { startTestStore, type TestStore } from './test-store.ts'

let running: TestStore
beforeAll(async () => {
  running = await startTestStore()
  expect((await at('cn-beijing', { method: 'PUT', bucket: 'in-beijing' })).status).toBe(200)
  expect((await at('cn-hangzhou', { method: 'PUT', bucket: 'in-hangzhou' })).status).toBe(200)
  expect((await at('cn-beijing', { method: 'PUT', bucket: 'in-beijing', key: 'k', body: 'x' })).status).toBe(200)
})
afterAll(() => running.stop())

const host = (region: string) => `oss-${region}.localhost:${running.port}`
const at = (region: string, { bucket = '', key, ...request }: RawRequest) => {
  const inHost = { ...request, headers: { ...request.headers, host: `${bucket}.${host(region)}` }, path: `/${key ?? ''}` }
  return send(running.port, { ...inHost, ...(bucket === '' ? {} : { bucket }), ...(key === undefined ? {} : { key }) })
}

describe('regions', () => {
  it('are where the endpoint is that a bucket was made at', async () => {
    const list = await send(running.port, { headers: { host: host('cn-hangzhou') } })
    const rows = list.text.split('<Bucket>').slice(1).map((row) => [elementText(row, 'Name'), elementText(row, 'Region'), elementText(row, 'ExtranetEndpoint')])
    expect(rows).toEqual([['in-beijing', 'cn-beijing', host('cn-beijing')], ['in-hangzhou', 'cn-hangzhou', host('cn-hangzhou')]])
    expect((await at('cn-beijing', { bucket: 'in-beijing', key: 'k' })).text).toBe('x')
  })

  it('do not matter to an endpoint that names none', async () => {
    expect((await send(running.port, { bucket: 'in-beijing', key: 'k' })).text).toBe('x')
    // SDKs that are given an address write a region here that nobody chose.
    expect((await send(running.port, { bucket: 'in-beijing', key: 'k', path: '/k', headers: { host: 'in-beijing.oss-cn-hangzhou.aliyuncs.com' } })).text).toBe('x')
  })

  it.each<[string, RawRequest]>([
    ['reading', { key: 'k' }],
    ['listing', {}],
    ['writing', { method: 'PUT', key: 'k', body: 'y' }],
    ['asking without a key', { key: 'k', sign: false }],
  ])('have a bucket addressed at its own endpoint: %s', async (_, request) => {
    const answer = await at('cn-hangzhou', { bucket: 'in-beijing', ...request })
    expect([answer.status, answer.code, elementText(answer.text, 'EC')]).toEqual([403, 'AccessDenied', '0003-00001403'])
    expect([elementText(answer.text, 'Bucket'), elementText(answer.text, 'Endpoint')]).toEqual(['in-beijing', host('cn-beijing')])
    expect(elementText(answer.text, 'Message')).toBe('The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.')
  })

  it('say so to HEAD in the header that stands for the document', async () => {
    const { status, headers } = await at('cn-hangzhou', { method: 'HEAD', bucket: 'in-beijing', key: 'k' })
    const document = Buffer.from(String(headers['x-oss-err']), 'base64').toString()
    expect([status, elementText(document, 'Endpoint')]).toEqual([403, host('cn-beijing')])
  })

  it('redirect S3 tools, who are told the region', async () => {
    const client = virtualHostClient(running.port, 's3.oss-cn-hangzhou.localhost')
    expect(await failure(client.send(new ListObjectsV2Command({ Bucket: 'in-beijing' })))).toMatchObject({
      name: 'PermanentRedirect',
      Endpoint: `s3.${host('cn-beijing')}`,
      Bucket: 'in-beijing',
      $metadata: { httpStatusCode: 301 },
      $response: { headers: { 'x-amz-bucket-region': 'cn-beijing' } },
    })
    expect(await failure(client.send(new HeadBucketCommand({ Bucket: 'in-beijing' })))).toMatchObject({ $response: { statusCode: 301, headers: { 'x-amz-bucket-region': 'cn-beijing' } } })
    client.destroy()
  })
})
