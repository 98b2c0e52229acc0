import { z } from 'zod'

export const AppInfo = z.object({
  version: z.string(),
  electronVersion: z.string(),
  platform: z.string(),
  /** BCP 47 tag of the system. */
  locale: z.string(),
  /** True when the command line says where the local store's data is, which then cannot be set. */
  storeFolderFixed: z.boolean(),
})
export type AppInfo = z.infer<typeof AppInfo>
