import { describe, expect, it } from 'vitest'
import { createMemoryTables } from './memory-tables.ts'
import { openMemoryMetadataStore } from './memory-metadata-store.ts'
import { decodeCounters, encodeCounters } from './small-records.ts'
import { describeVersionRows } from './test-support/version-rows-suite.ts'

describeVersionRows('memory metadata store', () => {
  const tables = createMemoryTables()
  return Promise.resolve({ open: () => openMemoryMetadataStore({ tables }), cleanUp: () => Promise.resolve() })
})

describe('counters', () => {
  it('are read from records written before delete markers or parts were counted', () => {
    const counters = { ...decodeCounters(undefined), deleteMarkerCount: 7, multipartUploadCount: 3, multipartPartCount: 5 }
    const record = encodeCounters(counters)
    expect(decodeCounters(record)).toEqual(counters)
    const headAndFiveClasses = 17 + 5 * 16
    expect(decodeCounters(record.subarray(0, headAndFiveClasses))).toEqual({ ...counters, deleteMarkerCount: 0, multipartPartCount: 0 })
    expect(decodeCounters(record.subarray(0, headAndFiveClasses + 8))).toEqual({ ...counters, multipartPartCount: 0 })
  })
})
