import { describe, expect, it } from 'vitest'
import { operations } from '../operation-table.ts'
import { unconfigured } from './operations/unconfigured.ts'
import { dispatchS3 } from './s3-dialect.ts'
import { s3Operations } from './s3-operation-table.ts'

describe('the operations of S3', () => {
  it('have a name each', () => {
    const names = s3Operations.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
  })

  it('are found by the request they answer', () => {
    for (const operation of s3Operations) {
      const { method, scope, subResource, companions = [], query, header } = operation.match
      const keys = subResource === undefined ? companions : [subResource, ...companions]
      const asked = query === undefined ? keys.map((key) => [key, ''] as const) : [query]
      const found = dispatchS3(method, scope, [...asked, ['x-id', operation.name]], header === undefined ? {} : { [header]: 'x' })
      expect(found).toBe(operation)
    }
  })

  it('are NotImplemented where S3 has more of them', () => {
    for (const name of ['analytics', 'inventory', 'website', 'replication', 'encryption', 'object-lock']) {
      expect(dispatchS3('PUT', 'bucket', [[name, '']], {})).toMatchObject({ code: 'NotImplemented' })
    }
    expect(dispatchS3('GET', 'object', [['partNumber', '1'], ['torrent', '']], {})).toMatchObject({ code: 'NotImplemented' })
    expect(dispatchS3('PUT', 'bucket', [['unheard-of', 'x']], {})).toMatchObject({ code: 'NotImplemented' })
  })

  // Where OSS's side can be configured, "never configured" would be a lie to whoever asks through S3.
  it('say that something was never configured only of what cannot be', () => {
    const configurable = new Set(operations.filter(({ match }) => match.method === 'PUT' && match.scope === 'bucket').map(({ match }) => match.subResource))
    expect(unconfigured.filter(({ match }) => configurable.has(match.subResource)).map(({ name }) => name)).toEqual([])
  })
})
