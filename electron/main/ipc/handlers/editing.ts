import type { ExternalEdits } from '../../editing/external-edits.ts'
import type { UnsavedEdits } from '../../editing/unsaved-edits.ts'
import type { SaveTickets } from '../../editing/save-tickets.ts'
import type { ClientHost } from '../../hosts/client-host.ts'
import type { HandlersOfNoun } from './handler-types.ts'

interface Dependencies {
  readonly tickets: SaveTickets
  readonly edits: ExternalEdits
  readonly clientHost: Pick<ClientHost, 'call'>
  readonly unsaved: UnsavedEdits
  readonly chooseSaveFile: (windowId: number, name: string) => Promise<string | undefined>
}

const fileNames = { csv: 'links.csv', markdown: 'links.md', text: 'links.txt' } as const

export function editingHandlers({ tickets, edits, unsaved, clientHost, chooseSaveFile }: Dependencies): HandlersOfNoun<'editing'> & HandlersOfNoun<'linkExports'> {
  return {
    'editing.openSave': (target) => Promise.resolve({ ticket: tickets.open(target) }),
    'editing.openExternal': (address) => edits.open(address),
    'editing.setUnsaved': ({ works }, { windowId }) => {
      unsaved.set(windowId, works)
      return Promise.resolve()
    },
    'editing.listExternal': () => Promise.resolve(edits.list()),
    'editing.saveExternal': ({ editId, overwrite }) => edits.save(editId, overwrite),
    'editing.closeExternal': ({ editId }) => edits.close(editId),
    'linkExports.saveLinks': async (input, { windowId, signal }) => {
      const path = await chooseSaveFile(windowId, fileNames[input.format])
      return path === undefined ? null : clientHost.call('linkExports.writeLinks', { ...input, path }, signal)
    },
  }
}
