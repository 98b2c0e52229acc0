import type { BucketRow } from '../metadata/metadata-store.ts'
import { checkBody, checkPieces } from './check-body.ts'
import { type Check, report } from './check-context.ts'

/** The unfinished uploads of a bucket and their parts. Call it before `checkDiscarded`. */
export async function checkUploads(check: Check, bucket: BucketRow): Promise<ReadonlySet<number>> {
  const numbers = new Set<number>()
  let partCount = 0
  const cursor = check.reader.uploads(bucket.bucketId)
  for (let upload = cursor.next(); upload !== undefined; upload = cursor.next()) {
    check.uploadCount += 1
    numbers.add(upload.uploadNumber)
    const subject = `${bucket.name}/${upload.key} upload ${upload.uploadId}`
    const found = await checkParts(check, subject, upload.uploadNumber)
    if (found !== upload.partCount) report(check, 'wrong-counter', subject, `counter says ${upload.partCount} parts, there are ${found}`)
    partCount += upload.partCount
  }
  cursor.close()
  const counters = check.reader.counters(bucket.bucketId)
  const compare = (what: string, counted: number, actual: number) => {
    if (counted !== actual) report(check, 'wrong-counter', `${bucket.name} ${what}`, `counter says ${counted}, there are ${actual}`)
  }
  compare('uploads', counters.multipartUploadCount, numbers.size)
  compare('parts of uploads', counters.multipartPartCount, partCount)
  return numbers
}

/** Parts and pieces without an owner must be waiting for the sweep; until it comes, their references count. */
export async function checkDiscarded(check: Check, uploads: ReadonlySet<number>): Promise<number> {
  const uploadRows = check.reader.tableSizes()['uploads'] ?? 0
  if (uploadRows !== uploads.size) {
    report(check, 'upload-without-bucket', 'uploads', `${uploadRows - uploads.size} rows belong to no bucket`)
  }
  const waiting = [...check.reader.discarded(Number.MAX_SAFE_INTEGER - 1)]
  const numbersOf = (kind: 'upload' | 'pieceList') => new Set(waiting.flatMap((row) => (row.kind === kind ? [row.number] : [])))
  const discardedUploads = numbersOf('upload')
  const discardedLists = numbersOf('pieceList')
  for (const uploadNumber of check.reader.uploadsWithParts()) {
    if (uploads.has(uploadNumber)) continue
    const subject = `upload ${uploadNumber}`
    if (!discardedUploads.has(uploadNumber)) report(check, 'part-without-upload', subject, 'parts of no upload')
    await checkParts(check, subject, uploadNumber)
  }
  for (const pieceList of check.reader.pieceLists()) {
    const stored = check.reader.pieceListReferences(pieceList)
    const actual = check.pieceLists.get(pieceList) ?? 0
    const subject = `list ${pieceList}`
    if (stored !== actual) report(check, 'wrong-reference-count', subject, `count is ${stored}, objects refer ${actual} times`)
    if (actual > 0) continue
    if (!discardedLists.has(pieceList)) report(check, 'unreferenced-piece-list', subject, 'no object refers to this list of pieces')
    await checkPieces(check, subject, pieceList)
  }
  for (const pieceList of discardedLists) {
    if (check.pieceLists.has(pieceList)) report(check, 'garbage-in-use', `list ${pieceList}`, 'given up although an object refers to it')
  }
  for (const uploadNumber of discardedUploads) {
    if (uploads.has(uploadNumber)) report(check, 'garbage-in-use', `upload ${uploadNumber}`, 'given up although it can be completed')
  }
  return waiting.length
}

/** @returns how many there are */
async function checkParts(check: Check, subject: string, uploadNumber: number): Promise<number> {
  let count = 0
  for (const { partNumber, content, sizeBytes, crc64, etag } of check.reader.parts(uploadNumber, 0)) {
    await checkBody(check, `${subject} part ${partNumber}`, { content, sizeBytes, expected: { crc64, md5: etag } })
    count += 1
  }
  return count
}
