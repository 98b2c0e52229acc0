import type { Engine } from '../engine.ts'
import { bodyFor, type MultipartOperation } from './crash-plan.ts'

const bucket = 'bucket'
const { signal } = new AbortController()

/** Runs one planned step of an upload. */
export async function performMultipart(engine: Engine, operation: MultipartOperation): Promise<void> {
  const { key } = operation
  if (operation.kind === 'initiate') {
    const attributes = { headers: {}, userMetadata: {}, tags: {}, acl: 'default', forbidOverwrite: false } as const
    await engine.initiateMultipartUpload({ bucket, key, ...attributes })
    return
  }
  const address = await uploadOf(engine, key)
  switch (operation.kind) {
    case 'part': {
      const bytes = bodyFor(operation.seed, operation.sizeBytes)
      const body = (async function* () {
        for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536)
      })()
      await engine.uploadPart({ ...address, partNumber: operation.partNumber, body, claims: {}, signal })
      return
    }
    case 'part-copy':
      await engine.uploadPartCopy({
        ...address,
        partNumber: operation.partNumber,
        source: { bucket, key: operation.source },
        sourceConditions: {},
        signal,
        ...(operation.end === undefined ? {} : { sourceRange: { kind: 'from', start: 0, end: operation.end } as const }),
      })
      return
    case 'complete': {
      const { parts } = await engine.listParts({ ...address, after: 0, maxParts: 1000 })
      const named = parts.filter((part) => operation.partNumbers.includes(part.partNumber))
      await engine.completeMultipartUpload({ ...address, parts: named, forbidOverwrite: false })
      return
    }
    case 'abort':
      await engine.abortMultipartUpload(address)
  }
}

/** The one unfinished upload of a key. */
export async function uploadOf(engine: Engine, key: string): Promise<{ bucket: string; key: string; uploadId: string }> {
  const page = await engine.listMultipartUploads({ bucket, prefix: key, delimiter: '', keyMarker: '', uploadIdMarker: '', maxUploads: 1000 })
  for (const entry of page.entries) {
    if (entry.kind === 'upload' && entry.upload.key === key) return { bucket, key, uploadId: entry.upload.uploadId }
  }
  throw new Error(`${key} has no upload`)
}
