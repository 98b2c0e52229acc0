import type { OssErrorWire } from '../../contract/error-wire.ts'
import type { AbortedFragments, Fragment, FragmentAddress, FragmentPage } from '../../contract/fragments.ts'
import { codeOf, isAbort } from '../errors.ts'
import type { ListedUpload, UploadMarker } from '../providers/fragments-provider.ts'
import type { Provider } from '../providers/object-provider.ts'

/** As many as one request for a page and their sizes, side by side, take about a second over a slow line. */
const uploadsPerPage = 200
const requestsAtOnce = 8

interface Place {
  readonly provider: Pick<Provider, 'listMultipartUploads' | 'sumParts' | 'abortMultipartUpload'>
  readonly bucket: string
  readonly inUse: ReadonlySet<string>
  readonly signal: AbortSignal
}

/** Runs `work` for each, a few at once, and keeps their order. */
async function forEach<T, R>(all: readonly T[], work: (one: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  const waiting = [...all.entries()].toReversed()
  const worker = async (): Promise<void> => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) results[next[0]] = await work(next[1])
  }
  await Promise.all(Array.from({ length: Math.min(requestsAtOnce, all.length) }, worker))
  return results
}

/** One page of unfinished uploads, each with the number and size of its parts. Those that end meanwhile are left out. */
export async function listFragments({ provider, bucket, inUse, signal }: Place, prefix: string, marker: UploadMarker | undefined): Promise<FragmentPage> {
  const { uploads, next } = await provider.listMultipartUploads({ bucket, prefix, marker, maxUploads: uploadsPerPage, signal })
  const sized = await forEach(uploads, async (upload: ListedUpload): Promise<Fragment | undefined> => {
    try {
      const { parts, sizeBytes } = await provider.sumParts({ bucket, key: upload.key, uploadId: upload.uploadId, signal })
      return { ...upload, parts, sizeBytes, inUse: inUse.has(upload.uploadId) }
    } catch (error) {
      if (codeOf(error) === 'NoSuchUpload') return undefined
      throw error
    }
  })
  return { fragments: sized.filter((one) => one !== undefined), ...(next === undefined ? {} : { next }) }
}

interface AbortOptions {
  readonly evenInUse: boolean
  readonly toWire: (error: unknown) => OssErrorWire
}

/** Aborts these, as many as can be. One that is gone already counts as aborted. */
export async function abortFragments({ provider, bucket, inUse, signal }: Place, fragments: readonly FragmentAddress[], { evenInUse, toWire }: AbortOptions): Promise<AbortedFragments> {
  const failed: AbortedFragments['failed'] = []
  let aborted = 0
  await forEach(fragments, async ({ key, uploadId }) => {
    if (inUse.has(uploadId) && !evenInUse) return
    try {
      await provider.abortMultipartUpload({ bucket, key, uploadId, signal })
      aborted++
    } catch (error) {
      if (isAbort(error)) throw error
      failed.push({ key, uploadId, error: toWire(error) })
    }
  })
  return { aborted, failed }
}
