import type { SourceRegistry } from '../../files/source-registry.ts'
import type { Importer } from '../../imports/importer.ts'
import type { ProfileStore, StoredProfile } from '../../profiles/profile-store.ts'
import { asDiskFailure } from '../disk-failure.ts'
import type { HandlersOfNoun } from './handler-types.ts'

interface Dependencies {
  readonly importer: Importer
  readonly store: Pick<ProfileStore, 'create'>
  readonly registry: Pick<SourceRegistry, 'pathsOf'>
  readonly chooseFiles: (windowId: number) => Promise<readonly string[]>
  /** Makes a new connection usable, and tells every window of it. */
  readonly onCreated: (profiles: readonly StoredProfile[]) => void
}

export function importHandlers({ importer, store, registry, chooseFiles, onCreated }: Dependencies): HandlersOfNoun<'imports'> {
  return {
    'imports.findImports': () => importer.find(),
    'imports.openImport': async (from, { windowId }) => {
      if (from.kind === 'found') return importer.openFound(from.source)
      const [file] = from.kind === 'dropped' ? registry.pathsOf(windowId, [from.sourceId]) : await chooseFiles(windowId)
      return file === undefined ? null : importer.openFile(file)
    },
    'imports.runImport': async ({ importId, rows, keep }) => {
      const names = new Map(rows.map(({ rowId, name }) => [rowId, name]))
      const made: StoredProfile[] = []
      try {
        for (const { rowId, fields, credential } of importer.take(importId, [...names.keys()])) {
          made.push(await store.create({ fields: { ...fields, name: names.get(rowId) ?? fields.name }, credential, keep }))
        }
      } catch (error) {
        throw asDiskFailure(error, 'The connections could not be saved')
      } finally {
        // Those that were made before one failed are there, and must be known.
        if (made.length > 0) onCreated(made)
      }
      importer.forget()
      return { created: made.length }
    },
  }
}
