import { describe, expect, it } from 'vitest'
import { residentBytes } from './processes.ts'

const smaps = `555555554000-555555a00000 r-xp 00000000 fe:01 1234                       /usr/bin/node
Size:               4784 kB
Rss:                1000 kB
Pss:                 500 kB
7f0000000000-7f0400000000 rw-s 00000000 fe:01 99                         /data/metadata.mdb
Size:           16777216 kB
Rss:              700000 kB
VmFlags: rd wr
7f0500000000-7f0500100000 rw-p 00000000 00:00 0
Rss:                  24 kB
`

describe('the memory of a process', () => {
  it('is what is resident of its mappings, without the database file', () => {
    expect(residentBytes(smaps)).toBe(1024 * 1024)
    expect(residentBytes('')).toBe(0)
  })
})
