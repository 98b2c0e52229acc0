import { describe, expect, it } from 'vitest'
import { createLedger } from './ledger.ts'

const put = (key: string, version: number) => ({ key, version, removed: false })

describe('the ledger of acknowledgements', () => {
  it('expects the newest acknowledgement of each key', () => {
    const ledger = createLedger()
    ledger.record(put('a', 1))
    ledger.record(put('a', 2))
    ledger.record({ key: 'b', version: 3, removed: true })
    expect(ledger.expectations()).toEqual([put('a', 2), { key: 'b', version: 3, removed: true }])
    expect(ledger.acknowledged).toBe(3)
  })

  it('expects every version of a key that keeps them, until it is removed', () => {
    const ledger = createLedger()
    const version = (versionId: string, removed = false) => ({ ...put('a', 1), versionId, removed })
    for (const ack of [version('x'), version('y'), put('a', 1), version('x', true)]) ledger.record(ack)
    expect(ledger.expectations()).toEqual([version('x', true), version('y'), put('a', 1)])
    ledger.forget(version('y'))
    expect(ledger.expectations()).toEqual([version('x', true), put('a', 1)])
  })

  it('takes nothing while it is frozen, since the power may be gone already', () => {
    const ledger = createLedger()
    ledger.record(put('a', 1))
    ledger.freeze()
    ledger.record(put('a', 2))
    ledger.thaw()
    ledger.record(put('b', 3))
    expect(ledger.expectations()).toEqual([put('a', 1), put('b', 3)])
  })

  it('counts a loss once', () => {
    const ledger = createLedger()
    ledger.record(put('a', 1))
    ledger.forget(put('a', 1))
    expect(ledger.expectations()).toEqual([])
    expect(ledger.acknowledged).toBe(1)
  })
})
