import { createHash, randomUUID } from 'node:crypto'
import { watch, type FSWatcher } from 'node:fs'
import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { ExternalEdit, SavedObject, SaveTarget } from '../../contract/editing.ts'
import { WireFailure, wireFailure } from '../../contract/wire-error.ts'
import type { Log } from '../log.ts'

interface Address {
  readonly profileId: string
  readonly bucket: string
  readonly key: string
}

/** What lies beside the copy, so that what was not written survives the end of the app. */
interface Journal {
  readonly address: Address
  readonly fileName: string
  /** Of the object as it was last read or written. */
  readonly etag: string
  /** SHA-256 of the copy at that moment. */
  readonly sha256: string
  /** A copy to look at. */
  readonly readOnly?: boolean
}

interface Edit {
  view: ExternalEdit
  journal: Journal
  readonly folder: string
  watcher?: FSWatcher
  timer?: NodeJS.Timeout
  /** Saves run one after the other. */
  queue: Promise<void>
}

export interface ExternalEditsOptions {
  /** Everything lies below it, readable by this user only. */
  readonly folder: string
  /** Whether the connection refuses whatever would change something. */
  readonly isReadOnly: (profileId: string) => boolean
  readonly fetchFile: (address: Address, path: string) => Promise<{ readonly etag: string }>
  readonly saveFile: (target: SaveTarget, path: string) => Promise<SavedObject>
  /** Opens the file with the system's program; resolves with a message when there is none. */
  readonly openPath: (path: string) => Promise<string>
  readonly onChange: (edits: ExternalEdit[]) => void
  readonly log: Log
}

export interface ExternalEdits {
  readonly open: (address: Address) => Promise<ExternalEdit>
  readonly list: () => ExternalEdit[]
  readonly save: (editId: string, overwrite: boolean) => Promise<void>
  readonly close: (editId: string) => Promise<void>
  /** Finds what an earlier run left: removes what was written, offers what was not. */
  readonly recover: () => Promise<void>
  /** Stops watching and removes every copy that has nothing unwritten. */
  readonly stop: () => Promise<void>
}

const journalName = 'edit.json'
/** Programs write a file in several steps; the last one counts. */
const settleMs = 400

/** Names that no system refuses, the extension kept, since it chooses the program. */
export function localName(key: string): string {
  const name = key.slice(key.lastIndexOf('/', key.length - 2) + 1).replaceAll(/[\\/:*?"<>|\p{Cc}\p{Cf}]/gu, '_').replace(/[. ]+$/, '')
  const extension = /\.[A-Za-z0-9]{1,12}$/.exec(name)?.[0] ?? ''
  const stem = name.slice(0, name.length - extension.length).slice(0, 80).replace(/^\.+/, '_')
  const safe = stem === '' || /^(?:con|prn|aux|nul|com\d|lpt\d)$/i.test(stem) ? `_${stem}` : stem
  return `${safe}${extension}`
}

const hashOf = async (file: string): Promise<string> => createHash('sha256').update(await readFile(file)).digest('hex')

export function createExternalEdits(options: ExternalEditsOptions): ExternalEdits {
  const { folder, isReadOnly, fetchFile, saveFile, openPath, onChange, log } = options
  const edits = new Map<string, Edit>()
  const list = (): ExternalEdit[] => [...edits.values()].map(({ view }) => view)
  const fileOf = (edit: Edit): string => path.join(edit.folder, 'file', edit.journal.fileName)
  const update = (edit: Edit, change: Partial<ExternalEdit>): void => {
    const { error: _former, ...view } = edit.view
    edit.view = { ...view, ...change }
    onChange(list())
  }
  const keep = (edit: Edit): Promise<void> => writeFile(path.join(edit.folder, journalName), JSON.stringify(edit.journal), { mode: 0o600 })

  async function write(edit: Edit, overwrite: boolean): Promise<void> {
    const sha256 = await hashOf(fileOf(edit))
    if (sha256 === edit.journal.sha256 && !overwrite) return
    update(edit, { state: 'saving' })
    try {
      const { address, etag } = edit.journal
      const saved = await saveFile(overwrite ? { ...address, mode: 'overwrite' } : { ...address, mode: 'ifUnchanged', etag }, fileOf(edit))
      edit.journal = { ...edit.journal, etag: saved.etag, sha256 }
      await keep(edit)
      update(edit, { state: 'open', savedMs: Date.now(), ...(saved.lost === undefined ? {} : { lost: saved.lost }) })
    } catch (error) {
      if (!(error instanceof WireFailure)) log('An edited file could not be written back', error)
      update(edit, { state: 'failed', error: error instanceof WireFailure ? error.wire : wireFailure('InternalError').wire })
    }
  }
  const enqueue = (edit: Edit, overwrite: boolean): Promise<void> => {
    // A program may be replacing the file at this very moment; the next notice of it comes soon.
    edit.queue = edit.queue.then(() => write(edit, overwrite)).catch((error: unknown) => log('An edited file could not be read', error))
    return edit.queue
  }

  function follow(edit: Edit): void {
    // The folder and not the file: many programs write another one and give it the name.
    edit.watcher = watch(path.join(edit.folder, 'file'), () => {
      clearTimeout(edit.timer)
      edit.timer = setTimeout(() => void enqueue(edit, false), settleMs)
    })
    edit.watcher.on('error', (error) => log('An edited file is not watched any more', error))
  }
  async function forget(edit: Edit): Promise<void> {
    clearTimeout(edit.timer)
    edit.watcher?.close()
    await edit.queue
    edits.delete(edit.view.editId)
    await rm(edit.folder, { recursive: true, force: true, maxRetries: 3 })
  }
  const editOf = (editId: string): Edit => {
    const edit = edits.get(editId)
    if (edit === undefined) throw wireFailure('InvalidInput', { message: 'This file is not open any more' })
    return edit
  }

  return {
    list,
    open: async (address) => {
      const open = [...edits.values()].find(({ journal }) => journal.address.profileId === address.profileId && journal.address.bucket === address.bucket && journal.address.key === address.key)
      if (open !== undefined) {
        await openPath(fileOf(open))
        return open.view
      }
      const editId = randomUUID()
      // As it is now: locked later, a save is refused and says so.
      const readOnly = isReadOnly(address.profileId)
      const edit: Edit = {
        view: { editId, ...address, state: 'opening', ...(readOnly ? { readOnly } : {}) },
        journal: { address, fileName: localName(address.key), etag: '', sha256: '', ...(readOnly ? { readOnly } : {}) },
        folder: path.join(folder, editId),
        queue: Promise.resolve(),
      }
      edits.set(editId, edit)
      onChange(list())
      try {
        await mkdir(path.join(edit.folder, 'file'), { recursive: true, mode: 0o700 })
        const { etag } = await fetchFile(address, fileOf(edit))
        edit.journal = { ...edit.journal, etag, sha256: await hashOf(fileOf(edit)) }
        await keep(edit)
        // Most programs then say by themselves that it cannot be saved.
        if (readOnly) await chmod(fileOf(edit), 0o400)
        else follow(edit)
        const problem = await openPath(fileOf(edit))
        if (problem !== '') throw wireFailure('NoProgramForFile', { details: { Reason: problem } })
        update(edit, { state: 'open' })
        return edit.view
      } catch (error) {
        await forget(edit)
        onChange(list())
        throw error
      }
    },
    save: (editId, overwrite) => {
      const edit = editOf(editId)
      if (edit.journal.readOnly === true) throw wireFailure('ConnectionReadOnly')
      return enqueue(edit, overwrite)
    },
    close: async (editId) => {
      await forget(editOf(editId))
      onChange(list())
    },
    recover: async () => {
      for (const editId of await readdir(folder).catch(() => [])) {
        const own = path.join(folder, editId)
        try {
          const journal = JSON.parse(await readFile(path.join(own, journalName), 'utf8')) as Journal
          const edit: Edit = { view: { editId, ...journal.address, state: 'unsaved' }, journal, folder: own, queue: Promise.resolve() }
          if (journal.readOnly === true || (await hashOf(fileOf(edit))) === journal.sha256) await rm(own, { recursive: true, force: true })
          else edits.set(editId, edit)
        } catch {
          // Half made, or not ours to read: nothing of it was ever edited.
          await rm(own, { recursive: true, force: true })
        }
      }
      if (edits.size > 0) onChange(list())
    },
    stop: async () => {
      for (const edit of edits.values()) {
        clearTimeout(edit.timer)
        edit.watcher?.close()
        await edit.queue
        const isWritten = edit.journal.readOnly === true || (await hashOf(fileOf(edit)).catch(() => edit.journal.sha256)) === edit.journal.sha256
        if (isWritten) await rm(edit.folder, { recursive: true, force: true, maxRetries: 3 })
      }
    },
  }
}
