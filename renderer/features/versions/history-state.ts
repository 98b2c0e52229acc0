import type { OssErrorWire } from '../../../electron/contract/error-wire.ts'
import type { HistoryProgress, HistoryWindow, ObjectVersion } from '../../../electron/contract/versions.ts'

/** Rows that are read together. */
export const chunkRows = 100

/** A history as far as the window has it: rows in chunks, read where they are looked at. */
export interface HistoryState {
  readonly progress: HistoryProgress | undefined
  readonly chunks: ReadonlyMap<number, readonly ObjectVersion[]>
  /** Why the history cannot be shown at all. */
  readonly error: OssErrorWire | undefined
}

export type HistoryAction =
  | { readonly kind: 'opened'; readonly window: HistoryWindow }
  | { readonly kind: 'failed'; readonly error: OssErrorWire }
  | { readonly kind: 'progress'; readonly progress: HistoryProgress }
  | { readonly kind: 'rows'; readonly chunk: number; readonly window: HistoryWindow }

export const noHistory: HistoryState = { progress: undefined, chunks: new Map(), error: undefined }

export const totalOf = (progress: HistoryProgress | undefined): number => (progress === undefined ? 0 : progress.versions + progress.deleteMarkers)

/** Of two states of one reading the later one: events and answers may pass each other. */
function laterOf(known: HistoryProgress, told: HistoryProgress): HistoryProgress {
  return known.state === 'loading' && (told.state !== 'loading' || totalOf(told) >= totalOf(known)) ? told : known
}

export function historyReducer(state: HistoryState, action: HistoryAction): HistoryState {
  const { progress } = state
  switch (action.kind) {
    case 'opened':
      return { progress: action.window.progress, chunks: new Map([[0, action.window.rows]]), error: undefined }
    case 'failed':
      return { ...noHistory, error: action.error }
    case 'progress':
      return progress?.sessionId === action.progress.sessionId ? { ...state, progress: laterOf(progress, action.progress) } : state
    case 'rows':
      if (progress?.sessionId !== action.window.progress.sessionId) return state
      return { ...state, progress: laterOf(progress, action.window.progress), chunks: new Map(state.chunks).set(action.chunk, action.window.rows) }
  }
}

export function rowAt({ chunks }: HistoryState, index: number): ObjectVersion | undefined {
  return chunks.get(Math.floor(index / chunkRows))?.[index % chunkRows]
}

/** Chunks between two rows of which not all that is known to be there has been read. */
export function missingChunks(state: HistoryState, first: number, end: number): number[] {
  const total = totalOf(state.progress)
  const missing: number[] = []
  for (let chunk = Math.max(0, Math.floor(first / chunkRows)); chunk * chunkRows < Math.min(end, total); chunk++) {
    if ((state.chunks.get(chunk)?.length ?? 0) < Math.min(chunkRows, total - chunk * chunkRows)) missing.push(chunk)
  }
  return missing
}
