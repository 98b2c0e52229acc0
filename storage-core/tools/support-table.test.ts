import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { operations } from '../http/operation-table.ts'
import { unconfigured } from '../http/s3/operations/unconfigured.ts'
import { s3Operations } from '../http/s3/s3-operation-table.ts'
import { ossPlace, s3SupportTable, supportTable, withSupportTables, withTable } from './support-table.ts'

describe('the table of supported operations', () => {
  it('names every operation with its request and permission', () => {
    const lines = supportTable(operations).split('\n')
    expect(lines).toHaveLength(operations.length + 2)
    expect(lines).toContain('|  | UploadPart | `PUT /KEY?partNumber&uploadId` | `oss:PutObject` |')
    expect(lines).toContain('|  | ListObjectsV2 | `GET /?list-type=2` | `oss:ListObjects` |')
    expect(lines).toContain('|  | DeleteObject | `DELETE /KEY` | `oss:DeleteObject`, with a version `oss:DeleteObjectVersion` |')
  })

  it('of S3 tells what is built from what is only answered', () => {
    const table = s3SupportTable(s3Operations, unconfigured)
    const rows = table.split('\n').filter((line) => line.startsWith('| '))
    expect(rows).toHaveLength(s3Operations.length - unconfigured.length + 2)
    expect(rows).toContain('|  | UploadPartCopy | `PUT /KEY?partNumber&uploadId + x-amz-copy-source` | `oss:PutObject` |')
    expect(table).toMatch(/never configured: .*GetBucketEncryption, /)
  })

  it('stands in the README as the endpoint dispatches now', () => {
    const readme = readFileSync(path.resolve(import.meta.dirname, '../../README.md'), 'utf8')
    expect(readme).toBe(withSupportTables(readme))
  })

  it('refuses a document without a place for it', () => {
    expect(() => withTable('# Nothing', ossPlace, '| |')).toThrow(/does not say/)
  })
})
