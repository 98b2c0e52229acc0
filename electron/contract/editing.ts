import { z } from 'zod'
import { OssErrorWire } from './error-wire.ts'
import { BucketName, ObjectAddress, ObjectKey, ProfileId } from './addresses.ts'
import { LostAspect } from './object-jobs.ts'

/** Text larger than this is shown and not edited: it would be held several times over, by the editor and its undo. */
export const editableBytes = 20 * 1024 * 1024

/**
 * Where edited bytes go. `ifUnchanged` writes only over the object that was opened, `overwrite` over whatever is there,
 * `create` only where nothing is. What else the object has (headers, metadata, tags, ACL, class) is kept, but for grants of
 * S3 to accounts and groups (`objects.previewSave`).
 */
export const SaveTarget = z.discriminatedUnion('mode', [
  ObjectAddress.extend({ mode: z.literal('ifUnchanged'), etag: z.string().min(1).max(200) }),
  ObjectAddress.extend({ mode: z.literal('overwrite') }),
  /** `like`: key in the same bucket whose headers, metadata, tags and ACL the new object gets; the service's defaults without it. */
  ObjectAddress.extend({ mode: z.literal('create'), like: ObjectKey.optional() }),
])
export type SaveTarget = z.infer<typeof SaveTarget>

export const SavedObject = z.object({
  etag: z.string(),
  versionId: z.string().optional(),
  sizeBytes: z.number(),
  /** What the object had and what was written over it has not; absent when nothing is missing. */
  lost: z.array(LostAspect).optional(),
})
export type SavedObject = z.infer<typeof SavedObject>

/** An object that is open in a program outside. Each time that saves its file, the object is written, unless it is read-only. */
export const ExternalEdit = z.object({
  editId: z.string(),
  profileId: ProfileId,
  bucket: BucketName,
  key: ObjectKey,
  /** `unsaved`: left over from an earlier run that ended before it was written. */
  state: z.enum(['opening', 'open', 'saving', 'failed', 'unsaved']),
  /** The connection is locked: a copy to look at, and what is saved in it stays there. */
  readOnly: z.boolean().optional(),
  /** When the object was last written from here. */
  savedMs: z.number().optional(),
  /** What the object had before that and has no more. */
  lost: z.array(LostAspect).optional(),
  error: OssErrorWire.optional(),
})
export type ExternalEdit = z.infer<typeof ExternalEdit>

/** URL that takes the bytes of one save; a ticket from `editing.openSave` is good for one. */
export const saveUrl = (ticket: string): string => `ossia-object://save/${ticket}`

/** The ticket in such a URL. */
export function parseSaveUrl(url: string): string | undefined {
  const parsed = new URL(url)
  return parsed.protocol === 'ossia-object:' && parsed.host === 'save' ? z.uuid().safeParse(parsed.pathname.slice(1)).data : undefined
}

/** Something the user is working at and has not saved. */
export const UnsavedWork = z.strictObject({
  /** As the user knows it: the object's name, or the title of the dialog. */
  name: z.string().max(1023),
  /** Whether a draft of it stays on this computer when the window closes. */
  hasDraft: z.boolean(),
})
export type UnsavedWork = z.infer<typeof UnsavedWork>
