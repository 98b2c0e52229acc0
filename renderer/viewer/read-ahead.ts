import { chooseViewer, headBytes } from './choose-viewer.ts'
import { kindPromised, loadAhead } from './load-ahead.ts'
import type { Ahead, ViewerKind } from './messages.ts'
import { createObjectReader, type ObjectReader } from './object-reader.ts'

export interface ReadAhead {
  /** Readies the page for what may be shown next: the code that draws it and, where it was granted already, its first bytes. */
  readonly prepare: (ahead: Ahead | undefined) => void
  /** The reader of what is shown now, with what it has read already. Everything about anything else is forgotten. */
  readonly take: (shown: { readonly grant: string; readonly sizeBytes: number }) => ObjectReader
}

/** Bytes that are read ahead are looked at only as far as it takes to tell their kind; no parser meets them unasked. */
export function createReadAhead(makeReader: (grant: string, sizeBytes: number) => ObjectReader = createObjectReader, load: (kind: ViewerKind | undefined, name: string) => void = loadAhead): ReadAhead {
  let held: { readonly grant: string; readonly reader: ObjectReader; readonly controller: AbortController } | undefined
  const drop = (): void => {
    held?.controller.abort()
    held = undefined
  }
  return {
    prepare: (ahead) => {
      if (ahead?.grant !== undefined && ahead.grant === held?.grant) return
      drop()
      if (ahead === undefined) return
      const { name, grant, sizeBytes } = ahead
      load(kindPromised(name), name)
      if (grant === undefined) return
      const reader = makeReader(grant, sizeBytes)
      const controller = new AbortController()
      held = { grant, reader, controller }
      reader.read(0, headBytes, controller.signal).then(
        (head) => {
          if (!controller.signal.aborted) load(chooseViewer(name, head, sizeBytes <= headBytes).kind, name)
        },
        // Read again, and the failure told, when it is really shown.
        () => undefined,
      )
    },
    take: ({ grant, sizeBytes }) => {
      if (held?.grant !== grant) drop()
      const reader = held?.reader ?? makeReader(grant, sizeBytes)
      held = undefined
      return reader
    },
  }
}
