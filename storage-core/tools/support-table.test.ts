import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { operations } from '../http/operation-table.ts'
import { supportTable, withSupportTable } from './support-table.ts'

describe('the table of supported operations', () => {
  it('names every operation with its request and permission', () => {
    const lines = supportTable(operations).split('\n')
    expect(lines).toHaveLength(operations.length + 2)
    expect(lines).toContain('|  | UploadPart | `PUT /KEY?partNumber&uploadId` | `oss:PutObject` |')
    expect(lines).toContain('|  | ListObjectsV2 | `GET /?list-type=2` | `oss:ListObjects` |')
    expect(lines).toContain('|  | DeleteObject | `DELETE /KEY` | `oss:DeleteObject`, with a version `oss:DeleteObjectVersion` |')
  })

  it('stands in the README as the endpoint dispatches now', () => {
    const readme = readFileSync(path.resolve(import.meta.dirname, '../../README.md'), 'utf8')
    expect(readme).toBe(withSupportTable(readme, supportTable(operations)))
  })

  it('refuses a document without a place for it', () => {
    expect(() => withSupportTable('# Nothing', '| |')).toThrow(/does not say/)
  })
})
