import type { ConflictChoices, ConflictPolicy } from '../../contract/conflict-policy.ts'
import type { CopyPreview } from '../../contract/transfer-previews.ts'
import { codeOf, isAbort, localError } from '../errors.ts'
import { walkPrefix, type ResolvedSelection } from '../listing/selection.ts'
import type { Provider } from '../providers/object-provider.ts'
import { isFinished, type Batch, type CopySpec } from './batch.ts'
import { assertCopyable, numberedFolder, targetName } from './copy-names.ts'
import { lookAtTargets, type Looked } from './preview-targets.ts'
import { titleOf } from './selection-items.ts'

interface Place {
  readonly profileId: string
  readonly bucket: string
  readonly prefix: string
}

export interface CopyRequest extends Place {
  readonly selection: ResolvedSelection
  readonly target: Place
  readonly move: boolean
  readonly newName?: string | undefined
}

export interface CopyProviders {
  readonly source: Provider
  readonly target: Provider
}

const maxFolderNumber = 1000
const rowsPerLook = 1000

/** What is asked for, worked out as far as a batch needs it. @throws OssError CopyIntoItself, CopyOntoItself, InvalidInput */
export async function planCopy(request: CopyRequest, providers: CopyProviders, signal?: AbortSignal): Promise<Omit<CopySpec, 'conflict' | 'choices'>> {
  const { profileId, bucket, prefix, selection, target, move, newName } = request
  const title = titleOf(selection, prefix)
  const prefixes = [...selection.prefixes]
  const inPlace = profileId === target.profileId && bucket === target.bucket && prefix === target.prefix
  const duplicates = inPlace && newName === undefined && !move
  const isPast = selection.isOfThePast === true
  const renames = duplicates ? await numberFolders(request, providers.target, prefixes, signal) : renameOf(request, title)
  const { momentMs } = selection
  const spec = { kind: move ? 'move' : 'copy', profileId, bucket, prefix, title, prefixes, target, renames, ...(momentMs === undefined ? {} : { momentMs }) } as const
  const names = prefixes.map((one) => one.slice(prefix.length))
  if (inPlace && move && newName === undefined) throw localError('CopyOntoItself', { Key: prefix + title })
  assertCopyable(spec, newName === undefined ? names : [title], isPast)
  return { ...spec, relayed: await isRelayed(request, providers, signal) }
}

function renameOf({ selection, newName }: CopyRequest, title: string): CopySpec['renames'] {
  if (newName === undefined) return []
  let chosen = 0
  for (const _ of selection.prefixes) chosen++
  for (const _ of selection.objects) if (++chosen > 1) break
  if (chosen !== 1 || newName.includes('/')) throw localError('InvalidInput', { Argument: 'newName' })
  return [{ from: title, to: title.endsWith('/') ? `${newName}/` : newName }]
}

/** Copies of folders beside themselves get the first free number: `2026 (2)/`. One of the past may find its own name free. */
async function numberFolders({ bucket, prefix, selection }: CopyRequest, provider: Provider, prefixes: readonly string[], signal: AbortSignal | undefined): Promise<CopySpec['renames']> {
  const renames: CopySpec['renames'] = []
  for (const one of prefixes) {
    const from = one.slice(prefix.length)
    const nameOf = (number: number): string => (number === 1 ? from : numberedFolder(from, number))
    let number = selection.isOfThePast === true ? 1 : 2
    for (; number <= maxFolderNumber; number++) {
      const page = await provider.listPage({ bucket, prefix: prefix + nameOf(number), delimiter: '/', maxKeys: 1, signal })
      if (page.objects.length === 0 && page.commonPrefixes.length === 0) break
    }
    renames.push({ from, to: nameOf(number) })
  }
  return renames
}

/** One connection copies inside the service; OSS only within a region (OSS documentation, "CopyObject"). */
async function isRelayed({ profileId, bucket, target }: CopyRequest, { source }: CopyProviders, signal: AbortSignal | undefined): Promise<boolean> {
  if (profileId !== target.profileId) return true
  if (bucket === target.bucket || source.service === 's3') return false
  const [here, there] = await Promise.all([bucket, target.bucket].map((name) => unlessDenied(source.getBucketInfo(name, signal))))
  return here !== undefined && there !== undefined && here.region !== there.region
}

async function unlessDenied<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work
  } catch (error) {
    // Whoever may not ask about a bucket may still copy; other failures the copies meet themselves.
    if (isAbort(error) || codeOf(error) === undefined) throw error
    return undefined
  }
}

/** Counts what a copy would write and which of its keys exist already. Reads only. */
export async function previewCopy(request: CopyRequest, providers: CopyProviders, signal: AbortSignal): Promise<CopyPreview> {
  const spec = await planCopy(request, providers, signal)
  const { bucket, prefix, selection, target } = request
  const looked = (key: string, sizeBytes: number, modifiedMs: number): Looked => {
    const name = key.slice(prefix.length)
    return { name, keyName: targetName(spec, name), sizeBytes, modifiedMs }
  }
  // Beside itself everything gets a name of its own.
  const isDuplicate = !request.move && request.newName === undefined && target.prefix === prefix && target.bucket === bucket && target.profileId === request.profileId
  async function* chunks(until: AbortSignal): AsyncGenerator<readonly Looked[]> {
    let chunk: Looked[] = []
    for (const one of selection.objects) {
      chunk.push(looked(one.key, one.sizeBytes ?? 0, one.lastModifiedMs ?? 0))
      if (chunk.length < rowsPerLook) continue
      yield chunk
      chunk = []
    }
    yield chunk
    for (const one of selection.prefixes) {
      for await (const page of walkPrefix(providers.source, bucket, one, until, selection.momentMs)) yield page.map((object) => looked(object.key, object.sizeBytes, object.lastModifiedMs))
    }
  }
  const topNames = isDuplicate ? [] : [...topNamesOf(spec, selection)]
  const [preview, info] = await Promise.all([
    lookAtTargets({ provider: providers.target, bucket: target.bucket, prefix: target.prefix, signal, topNames, chunks }),
    request.move ? unlessDenied(providers.source.getBucketInfo(bucket, signal)) : undefined,
  ])
  return { ...preview, relayed: spec.relayed, ...(info === undefined ? {} : { sourceVersioning: info.versioning === 'Enabled' }) }
}

function* topNamesOf(spec: Pick<CopySpec, 'renames' | 'prefix'>, selection: ResolvedSelection): Generator<string> {
  for (const one of selection.prefixes) yield targetName(spec, one.slice(spec.prefix.length)).replace(/\/$/u, '')
  for (const one of selection.objects) yield targetName(spec, one.key.slice(spec.prefix.length))
}

/** The conflict policy of a copy: beside itself nothing is ever replaced or skipped. */
export function conflictOf({ target, profileId, bucket, prefix, move, newName }: CopyRequest, asked: ConflictPolicy, choices: ConflictChoices | undefined): Pick<CopySpec, 'conflict' | 'choices'> {
  const beside = !move && newName === undefined && target.profileId === profileId && target.bucket === bucket && target.prefix === prefix
  return beside ? { conflict: 'keepBoth' } : { conflict: asked, ...(choices === undefined ? {} : { choices }) }
}

/** The batch that moves back what a move brought; never onto something that is there now. @throws OssError InvalidInput */
export function planUndo(batch: Batch): { readonly spec: CopySpec; readonly fill: (undo: Batch) => void } {
  const { spec, items } = batch
  if (spec.kind !== 'move' || !isFinished(batch) || batch.undone) throw localError('InvalidInput', { Argument: 'batchId', BatchId: batch.batchId })
  const { profileId, bucket, prefix, target, renames, relayed, title } = spec
  const back: CopySpec = {
    kind: 'move',
    ...target,
    title: targetName(spec, title),
    prefixes: [],
    target: { profileId, bucket, prefix },
    conflict: 'skip',
    renames: renames.map(({ from, to }) => ({ from: to, to: from })),
    relayed,
  }
  const fill = (undo: Batch): void => {
    for (let item = 0; item < items.length; item++) {
      if (items.stateOf(item) !== 'done') continue
      const name = items.nameOf(item)
      const used = items.keyNameOf(item)
      const keyName = used === name ? targetName(spec, name) : used
      const added = undo.items.add({ name: keyName, sizeBytes: items.sizeOf(item), modifiedMs: items.modifiedOf(item), source: 0 })
      if (targetName(back, keyName) !== name) undo.items.setKeyName(added, name)
    }
  }
  return { spec: back, fill }
}
