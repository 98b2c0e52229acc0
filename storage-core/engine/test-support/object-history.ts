import { createHash } from 'node:crypto'
import { limits } from '../../model/limits.ts'
import type { SerialModel } from './serial-order.ts'

export const historyKeys = ['a', 'b'] as const
export type HistoryKey = (typeof historyKeys)[number]

/** What a client asks of the bucket. `upload` is the place of an upload in the list of those begun beforehand, all of key `a`. */
export type Call =
  | { readonly kind: 'put'; readonly key: HistoryKey; readonly body: string; readonly forbidOverwrite: boolean }
  | { readonly kind: 'get'; readonly key: HistoryKey }
  | { readonly kind: 'list' }
  | { readonly kind: 'delete'; readonly key: HistoryKey; readonly versionId?: 'null' }
  | { readonly kind: 'copy'; readonly from: HistoryKey; readonly key: HistoryKey; readonly ifMatch?: string; readonly forbidOverwrite: boolean }
  | { readonly kind: 'append'; readonly key: HistoryKey; readonly position: number; readonly body: string }
  | { readonly kind: 'part'; readonly upload: number; readonly partNumber: number; readonly body: string }
  | { readonly kind: 'complete'; readonly upload: number; readonly forbidOverwrite: boolean }
  | { readonly kind: 'abort'; readonly upload: number }
  | { readonly kind: 'versioning'; readonly status: 'Enabled' | 'Suspended' }
  /** Every version and marker there is, once everybody is done. */
  | { readonly kind: 'everything' }

export interface Answer {
  /** `done`, or the code of the refusal. */
  readonly code: string
  readonly versionId?: string | undefined
  readonly etag?: string
  /** `describeBody` of what was read. */
  readonly body?: string
  readonly lines?: readonly string[]
}

export interface HistoryVersion {
  readonly versionId: string
  readonly type: 'Normal' | 'Appendable' | 'Multipart'
  readonly etag: string
  /** Absent for a delete marker. */
  readonly body?: string
}

export interface HistoryState {
  readonly versioning: 'Enabled' | 'Suspended' | undefined
  /** Newest first. */
  readonly versions: Readonly<Record<HistoryKey, readonly HistoryVersion[]>>
  /** Parts by number; undefined once the upload has ended. */
  readonly uploads: readonly (ReadonlyMap<number, string> | undefined)[]
}

const md5 = (bytes: string) => createHash('md5').update(bytes).digest('hex').toUpperCase()

export function describeBody(body: string): string {
  return `${body.length} bytes ${body.length > 100 ? md5(body) : body}`
}

/** One line for a version, as `everything` answers it. */
export function describeVersion(key: string, { versionId, etag, body }: Omit<HistoryVersion, 'type'>): string {
  return `${key} ${versionId} ${body === undefined ? 'marker' : `${etag} ${describeBody(body)}`}`
}

export function emptyHistory(versioning: HistoryState['versioning'], uploads: number): HistoryState {
  return { versioning, versions: { a: [], b: [] }, uploads: Array.from({ length: uploads }, () => new Map<number, string>()) }
}

/** Objects as OSS documents them, by the definition: nothing is clever here. */
export const historyModel: SerialModel<HistoryState, Call, Answer> = {
  identify: ({ versioning, versions, uploads }) => {
    const lines = historyKeys.flatMap((key) => versions[key].map((each) => `${each.type} ${describeVersion(key, each)}`))
    return JSON.stringify([versioning, lines, uploads.map((parts) => parts && [...parts].map(([number, body]) => [number, describeBody(body)]))])
  },
  apply(state, call, answer) {
    const { versioning, versions } = state
    const shown = 'key' in call ? versions[call.key][0] : undefined
    const current = shown?.body === undefined ? undefined : shown
    const refused = (code: string) => (answer.code === code ? state : undefined)
    const withVersions = (key: HistoryKey, changed: readonly HistoryVersion[]): HistoryState => ({ ...state, versions: { ...versions, [key]: changed } })
    const isForbidden = 'forbidOverwrite' in call && call.forbidOverwrite && versioning === undefined
    /** The version id that a new version must have got: none to show, `null`, or one of its own. */
    const add = (key: HistoryKey, version: Omit<HistoryVersion, 'versionId'>): HistoryState | undefined => {
      const versionId = answer.versionId ?? 'null'
      const isNew = versionId !== 'null' && versions[key].every((each) => each.versionId !== versionId)
      const fits = versioning === undefined ? answer.versionId === undefined : versioning === 'Enabled' ? isNew : answer.versionId === 'null'
      if (answer.code !== 'done' || !fits) return undefined
      return withVersions(key, [{ ...version, versionId }, ...versions[key].filter((each) => each.versionId !== versionId)])
    }

    switch (call.kind) {
      case 'put':
        if (isForbidden && current !== undefined) return refused('FileAlreadyExists')
        return answer.etag === md5(call.body) ? add(call.key, { type: 'Normal', etag: answer.etag, body: call.body }) : undefined
      case 'get': {
        if (current?.body === undefined) return refused('NoSuchKey')
        const { etag, body, versionId } = current
        const isSame = answer.etag === etag && answer.body === describeBody(body)
        return isSame && answer.versionId === (versioning === undefined ? undefined : versionId) ? refused('done') : undefined
      }
      case 'list': {
        const lines = historyKeys.flatMap((key) => {
          const [newest] = versions[key]
          return newest?.body === undefined ? [] : [`${key} ${newest.etag} ${newest.body.length}`]
        })
        return lines.join('\n') === answer.lines?.join('\n') ? state : undefined
      }
      case 'delete': {
        if (call.versionId !== undefined || versioning === undefined) {
          if (answer.code !== 'done' || answer.versionId !== (versioning === undefined ? undefined : call.versionId)) return undefined
          return withVersions(call.key, versions[call.key].filter((each) => each.versionId !== 'null'))
        }
        return add(call.key, { type: 'Normal', etag: '' })
      }
      case 'copy': {
        const [source] = versions[call.from]
        if (source?.body === undefined) return refused('NoSuchKey')
        if (call.ifMatch !== undefined && call.ifMatch !== source.etag) return refused('PreconditionFailed')
        if (source.type === 'Appendable' && versioning !== undefined) return refused('OperationNotSupported')
        if (isForbidden && current !== undefined) return refused('FileAlreadyExists')
        return answer.etag === source.etag ? add(call.key, { ...source, type: 'Normal' }) : undefined
      }
      case 'append': {
        if (current !== undefined && current.type !== 'Appendable') return refused('ObjectNotAppendable')
        if (call.position !== (current?.body?.length ?? 0)) return refused('PositionNotEqualToLength')
        const { etag = '' } = answer
        if (current === undefined) return add(call.key, { type: 'Appendable', etag, body: call.body })
        const shownId = versioning === undefined ? undefined : current.versionId
        if (answer.code !== 'done' || answer.versionId !== shownId) return undefined
        const grown = { ...current, etag, body: `${current.body ?? ''}${call.body}` }
        return withVersions(call.key, [grown, ...versions[call.key].slice(1)])
      }
      case 'part':
      case 'complete':
      case 'abort': {
        const parts = state.uploads[call.upload]
        if (parts === undefined) return refused('NoSuchUpload')
        const withUpload = (left: ReadonlyMap<number, string> | undefined) => state.uploads.map((each, index) => (index === call.upload ? left : each))
        if (call.kind === 'part') return answer.code === 'done' ? { ...state, uploads: withUpload(new Map([...parts, [call.partNumber, call.body]])) } : undefined
        const ended = withUpload(undefined)
        if (call.kind === 'abort') return answer.code === 'done' ? { ...state, uploads: ended } : undefined
        if (isForbidden && versions.a[0]?.body !== undefined) return refused('FileAlreadyExists')
        const bodies = [...parts].toSorted(([a], [b]) => a - b).map(([, body]) => body)
        if (bodies.length === 0) return refused('InvalidPart')
        if (bodies.slice(0, -1).some((body) => body.length < limits.partMinBytes)) return refused('EntityTooSmall')
        const etag = `${md5(bodies.map(md5).join(''))}-${bodies.length}`
        const added = answer.etag === etag ? add('a', { type: 'Multipart', etag, body: bodies.join('') }) : undefined
        return added && { ...added, uploads: ended }
      }
      case 'versioning':
        return answer.code === 'done' ? { ...state, versioning: call.status } : undefined
      case 'everything': {
        const lines = historyKeys.flatMap((key) => versions[key].map((each) => describeVersion(key, each)))
        return lines.join('\n') === answer.lines?.join('\n') ? state : undefined
      }
    }
  },
}
