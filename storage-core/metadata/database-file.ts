import { ossError } from '../model/oss-error.ts'
import type { FileSystem } from '../platform/platform.ts'

/** LMDB writes this number, in the machine's byte order, behind the 24-byte header of its first page. */
const magicOffset = 24
const magic = 0xbeefc0de
const headBytes = magicOffset + 4

/**
 * Looks at the first bytes of a database file before LMDB does, because LMDB ends the process when they are not its own. A
 * file that is missing or empty is fine: it becomes a new database.
 * @throws OssError StoreDataFolderUnusable
 */
export async function assertDatabaseFile(files: Pick<FileSystem, 'open'>, path: string): Promise<void> {
  const file = await files.open(path, 'read').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  })
  if (file === undefined) return
  try {
    if ((await file.size()) === 0) return
    const head = Buffer.alloc(headBytes)
    const count = await file.read(head, 0, headBytes, 0)
    const stored = new Uint32Array(head.buffer, head.byteOffset + magicOffset, 1)[0]
    if (count < headBytes || stored !== magic) {
      throw ossError('StoreDataFolderUnusable', { details: { File: path }, cause: new Error(`${path} is not a database of this store`) })
    }
  } finally {
    await file.close()
  }
}
