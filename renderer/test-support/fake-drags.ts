import type { PreparedDrag } from '../../electron/contract/drags.ts'
import type { WindowApi } from '../../electron/contract/window-api.ts'

/** What comes of drags to other programs. */
export interface FakeDrags {
  /** What preparing answers; held back while it is a promise. */
  prepared: PreparedDrag | Promise<PreparedDrag>
  /** How the system's drag ends. */
  ended: { leftWindow: boolean } | Promise<{ leftWindow: boolean }>
}

type Answer = <T>(name: string, input: unknown, value: () => T) => Promise<T>

export function fakeDrags(state: { readonly drags: FakeDrags }, answer: Answer): WindowApi['drags'] {
  return {
    prepare: async (input) => answer('drags.prepare', input, () => state.drags.prepared).then((prepared) => prepared),
    start: async (input) => answer('drags.start', input, () => state.drags.ended).then((ended) => ended),
    discard: (input) => answer('drags.discard', input, () => undefined),
  }
}
