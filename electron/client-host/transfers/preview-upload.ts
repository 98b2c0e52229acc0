import type { TransferPreview } from '../../contract/transfer-previews.ts'
import type { LocalFiles } from './local-files.ts'
import { lookAtTargets, type Looked, type LookAtTargets } from './preview-targets.ts'
import { nameSources, walkSources } from './walk-sources.ts'

export interface PreviewInput extends Omit<LookAtTargets, 'topNames' | 'chunks'> {
  readonly files: LocalFiles
  readonly paths: readonly string[]
}

/** Counts what an upload would bring and which of its keys exist already. Reads only. */
export function previewUpload({ files, paths, ...place }: PreviewInput): Promise<TransferPreview> {
  const sources = nameSources(paths)
  async function* chunks(signal: AbortSignal): AsyncGenerator<readonly Looked[]> {
    const walk = walkSources({ files, sources, prefix: place.prefix, signal, toWire: () => ({ code: '', message: '', status: 0, retryable: false }) })
    for await (const chunk of walk) yield chunk.filter((item) => item.state === undefined).map((item) => ({ ...item, keyName: item.name }))
  }
  return lookAtTargets({ ...place, topNames: sources.map((one) => one.name), chunks })
}
