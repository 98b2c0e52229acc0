import { z } from 'zod'
import { BucketName, MomentMs, Prefix, ProfileId } from './addresses.ts'
import { SortColumn } from './listings.ts'

/** A folder of a bucket, with the row that had the focus. */
export const SavedPlace = z.object({ profileId: ProfileId, bucket: BucketName, prefix: Prefix, focusKey: z.string().max(1023).optional() })
export type SavedPlace = z.infer<typeof SavedPlace>

/** A step of a pane: a folder, at an earlier moment where one was chosen. */
export const SavedStep = SavedPlace.extend({ momentMs: MomentMs.optional() })
export type SavedStep = z.infer<typeof SavedStep>

export const SavedPane = z.object({
  profileId: ProfileId,
  place: SavedStep.optional(),
  past: z.array(SavedStep).max(30),
  future: z.array(SavedStep).max(30),
  column: SortColumn,
  direction: z.enum(['ascending', 'descending']),
})
export type SavedPane = z.infer<typeof SavedPane>

export const SavedTab = z.object({ panes: z.array(SavedPane).min(1).max(2), activePane: z.number().int().min(0).max(1), leftShare: z.number().min(0).max(1).optional() })
export type SavedTab = z.infer<typeof SavedTab>

export const SavedTabs = z.object({ tabs: z.array(SavedTab).max(100), active: z.number().int().min(0) })
export type SavedTabs = z.infer<typeof SavedTabs>

export const Favourite = z.object({
  favouriteId: z.string().min(1).max(100),
  profileId: ProfileId,
  bucket: BucketName,
  prefix: Prefix,
  /** The user's own name for it; empty for that of the place. */
  name: z.string().max(200),
})
export type Favourite = z.infer<typeof Favourite>

/** Columns of the list from the left, the name always first, and their widths in CSS pixels. */
export const ListLayout = z.object({
  columns: z.array(z.object({ column: SortColumn, widthPx: z.number().int().min(48).max(1200) })).max(12),
  as: z.enum(['list', 'tiles']),
  tilePx: z.number().int().min(80).max(320),
})
export type ListLayout = z.infer<typeof ListLayout>

/** Buckets of one kind are listed alike. */
export const LayoutKind = z.enum(['local', 'oss', 's3'])
export type LayoutKind = z.infer<typeof LayoutKind>

const parts = {
  session: SavedTabs,
  favourites: z.array(Favourite).max(500),
  /** Places that were opened, the last one first. */
  recent: z.array(SavedPlace).max(50),
  layouts: z.partialRecord(LayoutKind, ListLayout),
  /** Names of the buckets that a connection listed last, which the sidebar shows until it is asked again. */
  buckets: z.record(ProfileId, z.array(z.string().max(255)).max(1000).readonly()),
}

/** What the window remembers of itself from one start to the next, besides the settings. */
export const Workspace = z.object({
  session: parts.session.default({ tabs: [], active: 0 }),
  favourites: parts.favourites.default([]),
  recent: parts.recent.default([]),
  layouts: parts.layouts.default({}),
  buckets: parts.buckets.default({}),
})
export type Workspace = z.infer<typeof Workspace>

/** Some parts, each as a whole; what is left out stays as it is. */
export const WorkspaceChange = z.strictObject(parts).partial()
export type WorkspaceChange = z.infer<typeof WorkspaceChange>
