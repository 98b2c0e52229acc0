import type { TextEncoding } from '../../ui/text-encoding.ts'
import type { LineEnding } from './document.ts'

export interface EditedObject {
  readonly profileId: string
  readonly bucket: string
  readonly key: string
}

/** Text that was changed and not saved yet. */
export interface Draft extends EditedObject {
  /** Of the object it was made from. */
  readonly etag: string
  readonly text: string
  readonly encoding: TextEncoding
  readonly lineEnding: LineEnding
  readonly changedMs: number
}

/** Keeps drafts on this computer until they are saved or thrown away, also when the app ends in between. */
export interface DraftStore {
  readonly put: (draft: Draft) => Promise<void>
  readonly get: (object: EditedObject) => Promise<Draft | undefined>
  readonly remove: (object: EditedObject) => Promise<void>
  readonly list: () => Promise<readonly Draft[]>
}

const storeName = 'drafts'
const keyOf = ({ profileId, bucket, key }: EditedObject): string => [profileId, bucket, key].join('\n')

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(request.error ?? new Error('The browser database failed')))
  })
}

export function createDraftStore(factory: IDBFactory): DraftStore {
  let opened: Promise<IDBDatabase> | undefined
  const database = (): Promise<IDBDatabase> => {
    const request = factory.open('ossia-editor', 1)
    request.addEventListener('upgradeneeded', () => request.result.createObjectStore(storeName))
    return settled(request)
  }
  const run = async <T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> => {
    opened ??= database()
    return settled(work((await opened).transaction(storeName, mode).objectStore(storeName)))
  }
  return {
    put: async (draft) => void (await run('readwrite', (store) => store.put(draft, keyOf(draft)))),
    get: (object) => run('readonly', (store) => store.get(keyOf(object)) as IDBRequest<Draft | undefined>),
    remove: (object) => run('readwrite', (store) => store.delete(keyOf(object))),
    list: () => run('readonly', (store) => store.getAll() as IDBRequest<Draft[]>),
  }
}

let drafts: DraftStore | undefined
/** The one of this window. */
export const draftStore = (): DraftStore => (drafts ??= createDraftStore(indexedDB))
