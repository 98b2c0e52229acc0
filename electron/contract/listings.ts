import { z } from 'zod'
import { OssErrorWire } from './error-wire.ts'

/**
 * `name` is natural order, `rawName` the UTF-8 order in which OSS lists; `type` is the extension, `objectType` OSS's own
 * (Normal, Multipart, …).
 */
export const SortColumn = z.enum(['name', 'rawName', 'sizeBytes', 'type', 'storageClass', 'lastModifiedMs', 'objectType', 'etag'])
export type SortColumn = z.infer<typeof SortColumn>
/** What objects must be to be shown; every condition that is there counts. */
export const ListingWhere = z.strictObject({
  /** Lower case and without a dot; an empty text stands for names without one. None at all shows no object. */
  extensions: z.array(z.string().max(64)).max(1000).optional(),
  exceptExtensions: z.array(z.string().max(64)).max(1000).optional(),
  minBytes: z.number().int().min(0).optional(),
  maxBytes: z.number().int().min(0).optional(),
  /** Modified at or after, and before. */
  fromMs: z.number().optional(),
  beforeMs: z.number().optional(),
  storageClasses: z.array(z.string().max(64)).max(20).optional(),
  /** Folders have none of this; they are left out unless this is true. */
  folders: z.boolean().optional(),
})
export type ListingWhere = z.infer<typeof ListingWhere>
/** How rows are ordered and which are shown. Folders come first in every order. */
export const ListingView = z.strictObject({
  column: SortColumn,
  direction: z.enum(['ascending', 'descending']),
  /** Case-insensitive text that names must contain; empty for all. With a `*` in it, a pattern for the whole name. */
  filter: z.string().max(1023),
  where: ListingWhere.optional(),
})
export type ListingView = z.infer<typeof ListingView>

export const ListingRow = z.object({
  /** Full key of the object, or full prefix of the folder with its `/`. */
  key: z.string(),
  kind: z.enum(['object', 'folder']),
  /** For folders 0. */
  sizeBytes: z.number(),
  lastModifiedMs: z.number(),
  storageClass: z.string(),
  type: z.string(),
  etag: z.string(),
  /** True for an object that is deleted and can be recovered, and for a folder that holds nothing else. Its time is that of the deletion. */
  deleted: z.boolean().optional(),
  /** The version shown, where the listing is of an earlier moment. */
  versionId: z.string().optional(),
})
export type ListingRow = z.infer<typeof ListingRow>

/** What is known of a prefix so far; grows until `state` is `complete`. */
export const ListingProgress = z.object({
  sessionId: z.string(),
  state: z.enum(['loading', 'complete', 'failed']),
  folders: z.number(),
  objects: z.number(),
  bytes: z.number(),
  /** Changes whenever rows were added, so that cached windows are asked again. */
  revision: z.number(),
  /** Deleted objects found so far, of a listing that shows them; the other counts are without them. */
  deleted: z.number().optional(),
  /**
   * Of a listing of an earlier moment: entries of the version listing read so far, and keys that were written without
   * versioning since, of which nobody can tell what they were.
   */
  asOf: z.object({ momentMs: z.number(), versions: z.number(), uncertain: z.number() }).optional(),
  error: OssErrorWire.optional(),
})
export type ListingProgress = z.infer<typeof ListingProgress>

export const ListingWindowInput = z.strictObject({
  sessionId: z.string().max(100),
  view: ListingView,
  offset: z.number().int().min(0),
  limit: z.number().int().min(1).max(500),
})
export const PackedListingWindow = z.object({
  /** The rows as `packRows` writes them. */
  rows: z.string(),
  /** Rows of the whole view (after the filter), of what is loaded. */
  total: z.number(),
  /** Identifies this order of rows: a selection made under it can be used in a job while it lasts. */
  orderId: z.string(),
  progress: ListingProgress,
})
/** Rows on their way to the window, which is given a `ListingWindow`. */
export type PackedListingWindow = z.infer<typeof PackedListingWindow>
export type ListingWindow = Omit<PackedListingWindow, 'rows'> & { readonly rows: ListingRow[] }
