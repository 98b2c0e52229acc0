import type { AppInfo } from '../../../contract/schemas.ts'
import type { HandlersOfNoun } from './handler-types.ts'

interface Dependencies {
  readonly info: () => AppInfo
  readonly writeClipboard: (text: string) => Promise<void>
}

export function appHandlers({ info, writeClipboard }: Dependencies): HandlersOfNoun<'app'> {
  return {
    'app.getInfo': () => Promise.resolve(info()),
    'app.copyText': ({ text }) => writeClipboard(text),
  }
}
