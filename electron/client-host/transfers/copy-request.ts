import type { ObjectHeadView } from '../../contract/objects.ts'
import type { WriteAttributes } from '../providers/attributes-provider.ts'
import type { Batch } from './batch.ts'
import type { JobContext } from './job-context.ts'

/** One object to be written at the target. */
export interface CopyWrite {
  readonly context: JobContext
  readonly batch: Batch
  readonly item: number
  /** `versionId` names the version where that need not be the current one. */
  readonly source: { readonly bucket: string; readonly head: ObjectHeadView; readonly versionId?: string }
  readonly target: { readonly bucket: string; readonly key: string }
  /** Name that the checkpoint remembers. */
  readonly keyName: string
  readonly relayed: boolean
  readonly attributes: WriteAttributes
  readonly forbidOverwrite: boolean
  /** Told the ETag of what was stored and is not the source. */
  readonly onSpoiled?: (etag: string) => void
  /** Even where its size would call for parts. */
  readonly inOneRequest?: boolean
}
