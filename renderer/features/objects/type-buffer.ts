/** Letters typed in quick succession belong to one name. */
const pauseMs = 1000

export interface TypeBuffer {
  /** `continued` is false for a first letter. */
  readonly add: (text: string, nowMs: number) => { readonly text: string; readonly continued: boolean }
  /** Whether a letter that comes now continues a name. */
  readonly isOpen: (nowMs: number) => boolean
}

export function createTypeBuffer(): TypeBuffer {
  let held = ''
  let atMs = -Infinity
  const isOpen = (nowMs: number): boolean => nowMs - atMs < pauseMs
  return {
    isOpen,
    add: (text, nowMs) => {
      const continued = isOpen(nowMs)
      held = continued ? held + text : text
      atMs = nowMs
      return { text: held, continued }
    },
  }
}
