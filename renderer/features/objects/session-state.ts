import type { OssErrorWire } from '../../../electron/contract/error-wire.ts'
import type { ListingProgress } from '../../../electron/contract/listings.ts'

/**
 * A listing while its place is open. After a refresh the former session stays on screen until the new one has caught up,
 * so that rows never vanish and the scroll offset stays.
 */
export interface SessionState {
  readonly placeKey: string
  /** Counts how often this place was opened; a new one forgets the former failure. */
  readonly attempt: string
  readonly current: ListingProgress | undefined
  readonly next: ListingProgress | undefined
  /** A reading was asked for and has not answered yet. */
  readonly opening: boolean
  /** What was told last of sessions not known here, by id, while an answer is on its way: it may be of one of them. */
  readonly early: ReadonlyMap<string, ListingProgress>
  /** Opening failed; rows of `current`, if any, are still good. */
  readonly error: OssErrorWire | undefined
}

export type SessionAction =
  | { readonly kind: 'start'; readonly placeKey: string; readonly attempt: string; readonly opening: boolean }
  | { readonly kind: 'opened'; readonly placeKey: string; readonly progress: ListingProgress }
  | { readonly kind: 'progress'; readonly progress: ListingProgress }
  | { readonly kind: 'failed'; readonly placeKey: string; readonly error: OssErrorWire }

export const noSession: SessionState = { placeKey: '', attempt: '', current: undefined, next: undefined, opening: false, early: new Map(), error: undefined }

/** What is deleted comes last: without it a list that shows nothing else would be replaced by an empty one, and its choice be lost. */
const rowsOf = ({ folders, objects, deleted = 0 }: ListingProgress) => folders + objects + deleted

/** Lets the next session take over once it is complete or shows at least as many rows; a failed one never does. */
function settle(state: SessionState): SessionState {
  const { current, next } = state
  if (next === undefined) return state
  if (next.state === 'failed' && current !== undefined) return { ...state, next: undefined, error: next.error }
  const caughtUp = current === undefined || next.state !== 'loading' || rowsOf(next) >= rowsOf(current)
  return caughtUp ? { ...state, current: next, next: undefined, error: undefined } : state
}

/** Progress may arrive by event and with a window, in any order: the revision decides. */
function newer(known: ListingProgress, told: ListingProgress): ListingProgress {
  if (told.sessionId !== known.sessionId) return known
  return told.revision > known.revision || (told.revision === known.revision && told.state !== 'loading') ? told : known
}

export function sessionReducer(state: SessionState, action: SessionAction): SessionState {
  switch (action.kind) {
    case 'start':
      return { ...(action.placeKey === state.placeKey ? state : { ...noSession, placeKey: action.placeKey }), attempt: action.attempt, opening: action.opening }
    case 'opened':
      return action.placeKey === state.placeKey ? settle({ ...state, next: newer(action.progress, state.early.get(action.progress.sessionId) ?? action.progress), opening: false, early: noSession.early, error: undefined }) : state
    case 'progress': {
      const { sessionId } = action.progress
      if (state.current?.sessionId !== sessionId && state.next?.sessionId !== sessionId) return state.opening ? { ...state, early: new Map(state.early).set(sessionId, action.progress) } : state
      const current = state.current === undefined ? undefined : newer(state.current, action.progress)
      const next = state.next === undefined ? undefined : newer(state.next, action.progress)
      return current === state.current && next === state.next ? state : settle({ ...state, current, next })
    }
    case 'failed':
    default:
      return action.placeKey === state.placeKey ? { ...state, opening: false, early: noSession.early, error: action.error } : state
  }
}
