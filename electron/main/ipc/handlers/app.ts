import type { AppInfo } from '../../../contract/app-info.ts'
import type { HandlersOfNoun } from './handler-types.ts'

interface Dependencies {
  readonly info: () => AppInfo
  readonly hasTray: () => Promise<boolean>
  readonly writeClipboard: (text: string) => Promise<void>
}

export function appHandlers({ info, hasTray, writeClipboard }: Dependencies): HandlersOfNoun<'app'> {
  return {
    'app.getInfo': () => Promise.resolve(info()),
    'app.getTraySupport': async () => ({ available: await hasTray() }),
    'app.copyText': ({ text }) => writeClipboard(text),
  }
}
