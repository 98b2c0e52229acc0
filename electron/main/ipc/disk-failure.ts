import { wireFailure } from '../../contract/wire-error.ts'

/** Sentences for the disk's own answers. */
const diskFailures: Readonly<Record<string, 'LocalDiskFull' | 'LocalFolderUnwritable'>> = {
  ENOSPC: 'LocalDiskFull',
  EDQUOT: 'LocalDiskFull',
  EACCES: 'LocalFolderUnwritable',
  EPERM: 'LocalFolderUnwritable',
  EROFS: 'LocalFolderUnwritable',
}

/** What a failed write means to the user; anything else is a bug and stays one. */
export function asDiskFailure(error: unknown, message: string): unknown {
  const code = diskFailures[(error as NodeJS.ErrnoException).code ?? '']
  return code === undefined ? error : wireFailure(code, { message })
}
