import type { CallOptions } from './method.ts'
import type { OssiaApi } from './methods.ts'
import type { ListingWindow } from './listings.ts'
import type { UploadSource } from './local-files.ts'

type Unpacked<F> = F extends (...args: infer A) => unknown ? (...args: A) => Promise<ListingWindow> : never

/** The app as the page uses it: typed calls that an AbortSignal can cancel. */
export interface WindowApi extends Omit<OssiaApi, 'files' | 'listing'> {
  readonly listing: { readonly [V in keyof OssiaApi['listing']]: V extends 'open' | 'getWindow' ? Unpacked<OssiaApi['listing'][V]> : OssiaApi['listing'][V] }
  readonly files: OssiaApi['files'] & {
    /** Registers files and folders from a drop or a paste; anything that is not a local file is left out. */
    readonly registerDropped: (files: readonly File[]) => Promise<UploadSource[]>
  }
}

/** What crosses the bridge in place of an AbortSignal, which cannot. */
export interface ExposedCallOptions {
  /** Chosen by the page, unique among its running calls; `cancelCall` takes it. */
  readonly callId?: string
}

type Exposed<F> = F extends (input: infer I, options?: CallOptions) => infer R ? (input: I, options?: ExposedCallOptions) => R : never
type ExposedNouns = {
  readonly [N in keyof OssiaApi]: { readonly [V in keyof OssiaApi[N]]: Exposed<OssiaApi[N][V]> }
}

/** `window.ossia`, frozen by the preload. Calls reject with a plain `OssErrorWire`: errors lose their fields on the bridge. */
export interface ExposedApi extends Omit<ExposedNouns, 'files'> {
  readonly files: ExposedNouns['files'] & Pick<WindowApi['files'], 'registerDropped'>
  readonly cancelCall: (callId: string) => void
}
