import { lookAtLmdbMetadata } from '../../metadata/lmdb-metadata-store.ts'
import { isOssError } from '../../model/oss-error.ts'
import { openStore } from '../../server.ts'
import { assertDataFolder } from '../open-data-folder.ts'
import { type CallerCredentials, createRamCaller, type RamCaller, UnreachableError } from './ram-caller.ts'

export interface StoreWay {
  readonly dataFolder: string
  /** Instead of a data folder. */
  readonly endpoint?: string
  /** Whose key pair signs; without it the account's own, which is read from the data folder. */
  readonly credentials?: CallerCredentials
  /** A further account to act for, with its own key pair. */
  readonly accountId?: string
}

/** An account of the store has no key pair that may sign. */
export class NoKeyError extends Error {
  override readonly name = 'NoKeyError'
}

/**
 * Runs `work` with a caller for the store: at its endpoint when it runs, or else with the data folder opened for the
 * moment. The secret of the account's key pair is read from the folder, which only its owner can read: it is never an
 * argument and never a variable.
 * @throws OssError StoreDataFolderUnusable and others of `openStore`, UnreachableError, NoKeyError
 */
export async function withStore<T>(way: StoreWay, work: (call: RamCaller) => Promise<T>): Promise<T> {
  const { dataFolder, endpoint, credentials, accountId } = way
  if (endpoint !== undefined) {
    if (credentials === undefined) throw new NoKeyError('With --endpoint, give the key pair in OSSIA_ACCESS_KEY_ID and OSSIA_ACCESS_KEY_SECRET.')
    return work(createRamCaller(endpoint, credentials))
  }
  assertDataFolder(dataFolder)
  const before = await lookInside(dataFolder, accountId)
  const opened = await openStore({ dataFolder, region: 'cn-hangzhou', port: 0 }).catch((error: unknown) => {
    if (isOssError(error, 'StoreDataFolderInUse')) return undefined
    throw error
  })
  // Looked up again: the store may have moved while it was found to be in use.
  if (opened === undefined) return work(await runningCaller(await lookInside(dataFolder, accountId), way))
  try {
    const own = accountId === undefined ? opened.user : before.credentials
    return await work(createRamCaller(opened.url, requireKey(credentials ?? own, accountId)))
  } finally {
    await opened.close()
  }
}

async function runningCaller({ url, credentials, accountIds }: Inside, way: StoreWay): Promise<RamCaller> {
  if (url === undefined) throw new UnreachableError(`Another Ossia has ${way.dataFolder} open and does not serve it yet. Try again in a moment.`)
  const call = createRamCaller(url, requireKey(way.credentials ?? credentials, way.accountId))
  // Two stores may share a key pair, and the address may be an old one: nothing is changed in a store that was not meant.
  const { AccountId } = await call('2015-04-01', 'GetCallerIdentity')
  if (typeof AccountId === 'string' && accountIds.has(AccountId)) return call
  throw new UnreachableError(`What answers at ${url} is not the store in ${way.dataFolder}. Try again in a moment.`)
}

function requireKey(credentials: CallerCredentials | undefined, accountId: string | undefined): CallerCredentials {
  if (credentials !== undefined) return credentials
  if (accountId !== undefined) throw new NoKeyError(`The account ${accountId} does not exist, or has no active AccessKey.`)
  throw new NoKeyError('The account of the store has no active AccessKey. Stop the store and start it again: it makes one.')
}

interface Inside {
  readonly url: string | undefined
  readonly credentials: CallerCredentials | undefined
  readonly accountIds: ReadonlySet<string>
}

async function lookInside(dataFolder: string, accountId: string | undefined): Promise<Inside> {
  return lookAtLmdbMetadata(dataFolder, (reader) => {
    const accounts = [...reader.identities()].flatMap((row) => (row.kind === 'account' ? [row] : []))
    const wanted = accountId ?? accounts.find((account) => account.isOwn)?.accountId
    const keys = [...reader.accessKeys()].filter((row) => row.userId === undefined && row.status !== 'Inactive')
    const key = keys.toSorted((a, b) => a.createdMs - b.createdMs).find((row) => row.owner.id === wanted)
    const accountIds = new Set(accounts.map((account) => account.accountId))
    return { url: reader.endpoint(), accountIds, credentials: key && { accessKeyId: key.accessKeyId, accessKeySecret: key.accessKeySecret } }
  })
}
