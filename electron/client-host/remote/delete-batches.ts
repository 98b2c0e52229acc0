import { limits } from '../../../storage-core/model/limits.ts'
import { escapeXml } from './xml.ts'

interface DeletedName {
  readonly key: string
  readonly versionId?: string | undefined
}

/** Bodies of DeleteMultipleObjects, each for at most 1,000 names and 2 MB, and what they are about. */
export function deleteBatches<Name extends DeletedName>(names: readonly Name[]): { readonly names: readonly Name[]; readonly body: Buffer }[] {
  const batches: { readonly names: Name[]; readonly elements: string[] }[] = []
  let bytes = Number.POSITIVE_INFINITY
  for (const name of names) {
    const version = name.versionId === undefined ? '' : `<VersionId>${escapeXml(name.versionId)}</VersionId>`
    const element = `<Object><Key>${escapeXml(name.key)}</Key>${version}</Object>`
    const size = Buffer.byteLength(element)
    const last = batches.at(-1)
    if (last === undefined || last.names.length >= limits.deleteMultipleMaxKeys || bytes + size > limits.deleteMultipleMaxBodyBytes - 200) {
      batches.push({ names: [name], elements: [element] })
      bytes = size
    } else {
      last.names.push(name)
      last.elements.push(element)
      bytes += size
    }
  }
  return batches.map((batch) => ({
    names: batch.names,
    body: Buffer.from(`<?xml version="1.0" encoding="UTF-8"?><Delete><Quiet>false</Quiet>${batch.elements.join('')}</Delete>`),
  }))
}
