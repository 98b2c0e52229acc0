import { create } from 'zustand'
import { isCancelled, toCallError } from '../../bridge/call-error.ts'
import type { OssErrorWire } from '../../../electron/contract/error-wire.ts'

/** What an information bar can say. */
export type NoticeText = 'common.settingsRecovered' | 'objects.selectionLost' | 'profiles.recovered' | 'profiles.readOnlyReason' | 'profiles.expired' | 'profiles.expiresSoon' | 'transfers.notLocal' | 'transfers.movedVersioned' | 'jobs.chooser.impossible' | 'asOf.lockedReason'

/** A button in the bar, which takes the bar away. */
export interface NoticeAction {
  readonly label: 'profiles.renew'
  readonly run: () => void
}

export type Notice =
  | { readonly id: number; readonly kind: 'error'; readonly error: OssErrorWire }
  | { readonly id: number; readonly kind: 'info'; readonly text: NoticeText; readonly name: string; readonly action?: NoticeAction | undefined }

interface NoticeState {
  readonly notices: readonly Notice[]
  readonly reportError: (thrown: unknown) => void
  readonly tell: (text: NoticeText, name?: string, action?: NoticeAction) => void
  readonly dismiss: (id: number) => void
}

let lastId = 0
const shownAtMost = 3

/** Bars above the list for what has no better place: a failed action, or something the user should know. */
export const useNotices = create<NoticeState>()((set) => ({
  notices: [],
  reportError: (thrown) => {
    if (isCancelled(thrown)) return
    const error = toCallError(thrown)
    set(({ notices }) => ({
      // The same failure again replaces the former bar instead of piling up.
      notices: [...notices.filter((notice) => notice.kind !== 'error' || notice.error.code !== error.code), { id: ++lastId, kind: 'error' as const, error }].slice(-shownAtMost),
    }))
  },
  tell: (text, name = '', action) =>
    set(({ notices }) => ({
      notices: [...notices.filter((notice) => notice.kind !== 'info' || notice.text !== text), { id: ++lastId, kind: 'info' as const, text, name, action }].slice(-shownAtMost),
    })),
  dismiss: (id) => set(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) })),
}))
