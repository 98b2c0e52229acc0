/** Letters typed in quick succession belong to one name. */
const pauseMs = 1000

export interface TypeBuffer {
  /** `continued` is false for a first letter. */
  readonly add: (text: string, nowMs: number) => { readonly text: string; readonly continued: boolean }
}

export function createTypeBuffer(): TypeBuffer {
  let held = ''
  let atMs = -Infinity
  return {
    add: (text, nowMs) => {
      const continued = nowMs - atMs < pauseMs
      held = continued ? held + text : text
      atMs = nowMs
      return { text: held, continued }
    },
  }
}
