import type { CallOptions } from './method.ts'
import type { OssiaApi } from './methods.ts'
import { unpackWindow } from './packed-rows.ts'
import { cancelledError } from './wire-error.ts'
import type { ExposedApi, ExposedCallOptions, WindowApi } from './window-api.ts'

type ExposedVerb = (input: unknown, options?: ExposedCallOptions) => Promise<unknown>

/**
 * The page's own side of the bridge: gives the exposed functions their AbortSignals back. A signal that is aborted already
 * sends nothing.
 */
export function createWindowClient(exposed: ExposedApi): WindowApi {
  const cancellable = (verb: ExposedVerb) => async (input: unknown, options?: CallOptions) => {
    const signal = options?.signal
    if (signal === undefined) return verb(input)
    if (signal.aborted) return Promise.reject(cancelledError)
    const callId = crypto.randomUUID()
    const onAbort = (): void => exposed.cancelCall(callId)
    signal.addEventListener('abort', onAbort, { once: true })
    try {
      return await verb(input, { callId })
    } finally {
      signal.removeEventListener('abort', onAbort)
    }
  }
  const { cancelCall: _cancelCall, ...nouns } = exposed
  const wrapped = Object.fromEntries(
    Object.entries(nouns).map(([noun, verbs]) => [
      noun,
      Object.fromEntries(Object.entries(verbs).map(([verb, call]) => [verb, cancellable(call as ExposedVerb)])),
    ]),
  ) as unknown as OssiaApi
  const listing: WindowApi['listing'] = {
    ...wrapped.listing,
    open: async (input, options) => unpackWindow(await wrapped.listing.open(input, options)),
    getWindow: async (input, options) => unpackWindow(await wrapped.listing.getWindow(input, options)),
  }
  return { ...wrapped, listing, files: { ...wrapped.files, registerDropped: exposed.files.registerDropped } }
}
