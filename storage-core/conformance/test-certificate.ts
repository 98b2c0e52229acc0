import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'

/** A value in DER (ITU-T X.690): its tag, its length, its bytes. */
function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts)
  const length: number[] = []
  for (let rest = content.length; rest > 0; rest >>>= 8) length.unshift(rest & 0xff)
  const head = content.length < 0x80 ? [content.length] : [0x80 | length.length, ...length]
  return Buffer.concat([Buffer.from([tag, ...head]), content])
}

const sequence = (...parts: readonly Uint8Array[]): Buffer => der(0x30, ...parts)
const identifier = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'))
const octets = (bytes: Uint8Array): Buffer => der(0x04, bytes)
const generalizedTime = (timeMs: number): Buffer => der(0x18, Buffer.from(`${new Date(timeMs).toISOString().replaceAll(/[-:T]|\.\d+Z/g, '')}Z`))
const extension = (id: string, value: Uint8Array, isCritical = false): Buffer => sequence(identifier(id), ...(isCritical ? [der(0x01, Buffer.from([0xff]))] : []), octets(value))
const pem = (label: string, bytes: Buffer): string => `-----BEGIN ${label}-----\n${bytes.toString('base64').replaceAll(/.{64}(?=.)/g, '$&\n')}\n-----END ${label}-----`

const ecdsaWithSha256 = sequence(identifier('2a8648ce3d040302'))
const dayMs = 24 * 60 * 60 * 1000

export interface TestCertificate {
  readonly certificate: string
  readonly privateKey: string
}

/** A certificate for `localhost` and 127.0.0.1 that is its own authority (RFC 5280), made anew by each process. PEM. */
export function makeTestCertificate(): TestCertificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const spki = publicKey.export({ format: 'der', type: 'spki' })
  const name = sequence(der(0x31, sequence(identifier('550403'), der(0x0c, Buffer.from('Ossia test authority')))))
  const serial = Buffer.concat([Buffer.from([0x46]), randomBytes(15)])
  const names = sequence(der(0x82, Buffer.from('localhost')), der(0x87, Buffer.from([127, 0, 0, 1])))
  const keyId = octets(createHash('sha1').update(spki).digest())
  const toBeSigned = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, serial),
    ecdsaWithSha256,
    name,
    sequence(generalizedTime(Date.now() - dayMs), generalizedTime(Date.now() + 36_500 * dayMs)),
    name,
    spki,
    der(0xa3, sequence(extension('551d0e', keyId), extension('551d13', sequence(der(0x01, Buffer.from([0xff]))), true), extension('551d11', names))),
  )
  const signature = der(0x03, Buffer.from([0]), sign('sha256', toBeSigned, privateKey))
  return {
    certificate: pem('CERTIFICATE', sequence(toBeSigned, ecdsaWithSha256, signature)),
    privateKey: pem('PRIVATE KEY', privateKey.export({ format: 'der', type: 'pkcs8' })),
  }
}
