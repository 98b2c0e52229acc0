import { z } from 'zod'

/** A local file or folder the user handed over. The window never learns its path. */
export const UploadSource = z.object({
  sourceId: z.string(),
  name: z.string(),
  isDirectory: z.boolean(),
  sizeBytes: z.number(),
})
export type UploadSource = z.infer<typeof UploadSource>

/** A folder the user chose to download into. */
export const DownloadTarget = z.object({ folderId: z.string(), displayName: z.string() })
export type DownloadTarget = z.infer<typeof DownloadTarget>
