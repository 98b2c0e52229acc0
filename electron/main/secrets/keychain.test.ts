import { describe, expect, it } from 'vitest'
import { safeStorageKeychain, type SafeStorage } from './keychain.ts'
import { createSecretBox } from './secret-box.ts'
import { fakeKeychain } from '../test-support/fake-keychain.ts'

const storage = (backend: string, isAvailable = true): SafeStorage => ({
  isEncryptionAvailable: () => isAvailable,
  getSelectedStorageBackend: () => backend,
  encryptString: (text) => Buffer.from(`v11${text}`),
  decryptString: (sealed) => sealed.toString().slice(3),
})

describe("the system's keychain", () => {
  it('counts only where it protects: not on a Linux without a secret service', () => {
    expect(safeStorageKeychain(storage('gnome_libsecret'), 'linux').available()).toBe(true)
    expect(safeStorageKeychain(storage('basic_text'), 'linux').available()).toBe(false)
    expect(safeStorageKeychain(storage('gnome_libsecret', false), 'linux').available()).toBe(false)
    expect(safeStorageKeychain(storage('basic_text'), 'darwin').available()).toBe(true)
    expect(safeStorageKeychain(storage('', false), 'win32').available()).toBe(false)
  })

  it('gives back what it sealed', () => {
    const keychain = safeStorageKeychain(storage('kwallet6'), 'linux')
    expect(keychain.unseal(keychain.seal('secret 密'))).toBe('secret 密')
  })

  it('seals nothing where it does not protect', () => {
    expect(() => safeStorageKeychain(storage('basic_text'), 'linux').seal('secret')).toThrow('no keychain')
  })
})

describe('kept secrets', () => {
  const credential = { accessKeyId: 'LTAI', accessKeySecret: 's3cret', securityToken: 't0ken' }

  it('go where the user said and nowhere else', () => {
    const box = createSecretBox(fakeKeychain())
    const sealed = box.store('p', credential, 'keychain')
    expect(JSON.stringify(sealed)).not.toMatch(/s3cret|t0ken/)
    expect(box.open('p', sealed)).toEqual({ state: 'keychain', secret: { accessKeySecret: 's3cret', securityToken: 't0ken' } })
    const ofSession = box.store('p', credential, 'session')
    expect(ofSession).toEqual({ kind: 'session' })
    expect(box.open('p', ofSession)).toMatchObject({ state: 'session' })
    expect(createSecretBox(fakeKeychain()).open('p', ofSession)).toEqual({ state: 'missing' })
  })

  it('are never kept another way because the keychain is not there', () => {
    const box = createSecretBox(fakeKeychain({ available: false }))
    let thrown: unknown
    try {
      box.store('p', credential, 'keychain')
    } catch (error) {
      thrown = error
    }
    expect(thrown).toMatchObject({ wire: { code: 'KeychainUnavailable' } })
  })

  it('stay locked when the keychain does not know them, or gives back what is none', () => {
    const sealed = createSecretBox(fakeKeychain({ key: 'one' })).store('p', credential, 'keychain')
    expect(createSecretBox(fakeKeychain({ key: 'two' })).open('p', sealed)).toEqual({ state: 'locked' })
    expect(createSecretBox(fakeKeychain({ key: 'one', available: false })).open('p', sealed)).toEqual({ state: 'locked' })
  })
})
