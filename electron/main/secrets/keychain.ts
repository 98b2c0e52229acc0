/** The system's way of keeping a secret that only this user's apps can open. */
export interface Keychain {
  /** False where sealing would only be obfuscation. */
  readonly available: () => boolean
  /** What the system calls it, for the user. */
  readonly name: () => string
  /** @returns base64 of what may lie on the disk */
  readonly seal: (secret: string) => string
  /** @throws Error when this keychain did not seal it, or is locked */
  readonly unseal: (sealed: string) => string
}

/** The part of Electron's `safeStorage` that is used. The backend can only be asked for on Linux. */
export interface SafeStorage {
  readonly isEncryptionAvailable: () => boolean
  readonly getSelectedStorageBackend?: () => string
  readonly encryptString: (text: string) => Buffer
  readonly decryptString: (sealed: Buffer) => string
}

const names: Readonly<Record<string, string>> = { darwin: 'Keychain', win32: 'DPAPI' }

/**
 * Electron's safeStorage as a keychain. On Linux it falls back to a key that is part of every Electron (`basic_text`) when
 * there is no secret service: that protects nothing, and so counts as none.
 */
export function safeStorageKeychain(storage: SafeStorage, platform: NodeJS.Platform): Keychain {
  const backend = (): string => (platform === 'linux' ? (storage.getSelectedStorageBackend?.() ?? 'unknown') : (names[platform] ?? platform))
  const available = (): boolean => storage.isEncryptionAvailable() && backend() !== 'basic_text' && backend() !== 'unknown'
  const requireAvailable = (): void => {
    if (!available()) throw new Error('The system offers no keychain')
  }
  return {
    available,
    name: backend,
    seal: (secret) => {
      requireAvailable()
      return storage.encryptString(secret).toString('base64')
    },
    unseal: (sealed) => {
      requireAvailable()
      return storage.decryptString(Buffer.from(sealed, 'base64'))
    },
  }
}
