import { z } from 'zod'
import { method, type MethodMap } from './method.ts'
import { UploadSource } from './local-files.ts'

/**
 * Calls that only the preload makes, never the page: it alone can turn dropped `File` objects into paths. The page gets
 * `window.ossia.files.registerDropped(files)` and opaque source ids back.
 */
export const preloadMethods = {
  'files.registerPaths': method({
    input: z.strictObject({ paths: z.array(z.string().min(1).max(32_768)).min(1).max(100_000) }),
    output: z.array(UploadSource),
  }),
} as const satisfies MethodMap
export type PreloadMethods = typeof preloadMethods
