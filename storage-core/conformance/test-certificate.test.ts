import { X509Certificate } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { makeTestCertificate } from './test-certificate.ts'

describe('the certificate of the tests', () => {
  it('is an authority of its own for localhost, valid now, and different each time', () => {
    const [one, other] = [makeTestCertificate(), makeTestCertificate()]
    const read = new X509Certificate(one.certificate)
    expect([read.checkHost('localhost'), read.checkIP('127.0.0.1'), read.checkHost('example.com')]).toEqual(['localhost', '127.0.0.1', undefined])
    expect([read.ca, read.verify(read.publicKey), read.checkIssued(read)]).toEqual([true, true, true])
    expect(Date.parse(read.validFrom)).toBeLessThan(Date.now())
    expect(Date.parse(read.validTo)).toBeGreaterThan(Date.now())
    expect(one.privateKey).not.toBe(other.privateKey)
  })
})
