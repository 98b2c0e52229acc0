import type { MainMethodName } from '../../../contract/client-host-methods.ts'
import type { HandlersOf } from '../../../contract/method.ts'
import { methods, type Methods } from '../../../contract/methods.ts'
import { preloadMethods, type PreloadMethods } from '../../../contract/preload-methods.ts'
import type { CallContext } from '../router.ts'

/** Everything that may be called from a window's process: the page's methods and the preload's own. */
export const routedMethods = { ...methods, ...preloadMethods }
export type RoutedMethods = typeof routedMethods

type AllHandlers = HandlersOf<Methods & PreloadMethods, CallContext>
/** Handlers of one noun: leave one out and it does not compile. */
export type HandlersOfNoun<N extends string> = Pick<AllHandlers, Extract<keyof AllHandlers, `${N}.${string}`>>
export type RoutedHandlers = AllHandlers
export type PassedOnHandlers = Omit<AllHandlers, MainMethodName | keyof PreloadMethods>
