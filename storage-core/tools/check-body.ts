import { contentHasher } from '../blobs/content-hasher.ts'
import type { ObjectRow, SingleContentRow } from '../metadata/metadata-store.ts'
import { type Check, describe, report } from './check-context.ts'

/** What a body's bytes must come to. MD5 in upper-case hex. */
interface ExpectedDigest {
  readonly crc64: bigint
  readonly md5?: string
}

/** A version's bytes: in one place, or in pieces. */
export async function checkObjectBody(check: Check, subject: string, row: ObjectRow): Promise<void> {
  const expected = { crc64: row.crc64, ...(row.type === 'Normal' && row.etag.length === 32 ? { md5: row.etag } : {}) }
  const { content, sizeBytes } = row
  if (content.kind !== 'pieces') {
    await checkBody(check, subject, { content, sizeBytes, expected })
    return
  }
  const seen = check.pieceLists.get(content.pieceList) ?? 0
  check.pieceLists.set(content.pieceList, seen + 1)
  if (seen === 0) await checkPieces(check, subject, content.pieceList)
  await checkExtent(check, subject, content.pieceList, { sizeBytes, expected })
}

/** The pieces of a list lie end to end, and each is there with its size. Counts their references, so it is done once for each list. */
export async function checkPieces(check: Check, subject: string, pieceList: number): Promise<void> {
  let end = 0
  for (const { start, sizeBytes, content } of check.reader.pieces(pieceList, 0)) {
    if (start !== end || sizeBytes <= 0) {
      report(check, 'damaged-piece-list', subject, `list ${pieceList} has a piece at ${start}, the one before ends at ${end}`)
    }
    end = start + sizeBytes
    await checkBody(check, `${subject} at ${start}`, { content, sizeBytes })
  }
}

/** A row shows a list from its beginning to a boundary between pieces: rows that share one may be of different lengths. */
async function checkExtent(
  check: Check,
  subject: string,
  pieceList: number,
  body: { readonly sizeBytes: number; readonly expected: ExpectedDigest },
): Promise<void> {
  const hasher = await contentHasher()
  let end = 0
  for (const { start, sizeBytes, content } of check.reader.pieces(pieceList, 0)) {
    if (start >= body.sizeBytes) break
    end = start + sizeBytes
    if (!check.options.deep) continue
    try {
      await readWhole(check, { content, sizeBytes }, (bytes) => {
        hasher.update(bytes)
      })
    } catch {
      // A piece that cannot be read has been reported, and there is nothing to compare.
      return
    }
  }
  if (end !== body.sizeBytes) {
    report(check, 'damaged-piece-list', subject, `list ${pieceList} ends at ${end}, the object at ${body.sizeBytes}`)
  } else if (check.options.deep) compare(check, subject, hasher.digest(), body.expected)
}

interface Body {
  readonly content: SingleContentRow
  readonly sizeBytes: number
}

/** Bytes in one place; compared with what they must come to, when that is known and every body is read. */
export async function checkBody(check: Check, subject: string, body: Body & { readonly expected?: ExpectedDigest }): Promise<void> {
  const { content, sizeBytes } = body
  if (content.kind === 'empty') {
    if (sizeBytes !== 0) report(check, 'damaged-body', subject, `no body for ${sizeBytes} bytes`)
    return
  }
  if (content.kind === 'inline') {
    const { inlineNumber } = content
    const bytes = check.reader.inlineBody(inlineNumber)
    const other = check.inlineOwners.get(inlineNumber)
    if (other !== undefined) report(check, 'shared-inline-body', subject, `inline body ${inlineNumber} is also that of ${other}`)
    check.inlineOwners.set(inlineNumber, subject)
    if (bytes === undefined) {
      report(check, 'missing-blob', subject, `inline body ${inlineNumber} is missing`)
      return
    }
    if (bytes.length !== sizeBytes) {
      report(check, 'damaged-body', subject, `inline body has ${bytes.length} of ${sizeBytes} bytes`)
      return
    }
  } else check.references.set(content.blobId, (check.references.get(content.blobId) ?? 0) + 1)
  try {
    await digestBody(check, subject, body)
  } catch (error) {
    report(check, 'missing-blob', subject, describe(error))
  }
}

/** Opens the body, and reads it when that was asked for. */
async function digestBody(check: Check, subject: string, body: Body & { readonly expected?: ExpectedDigest }): Promise<void> {
  const { expected } = body
  if (!check.options.deep || expected === undefined) {
    if (body.content.kind === 'file') await (await check.blobs.open(body.content.blobId, body.sizeBytes)).close()
    return
  }
  const hasher = await contentHasher()
  await readWhole(check, body, (bytes) => {
    hasher.update(bytes)
  })
  compare(check, subject, hasher.digest(), expected)
}

async function readWhole(check: Check, { content, sizeBytes }: Body, update: (bytes: Uint8Array) => void): Promise<void> {
  if (content.kind === 'inline') update(check.reader.inlineBody(content.inlineNumber) ?? new Uint8Array(0))
  if (content.kind !== 'file') return
  const blob = await check.blobs.open(content.blobId, sizeBytes)
  try {
    const sink = { write: async (chunk: Uint8Array) => { update(chunk) } }
    await blob.copyTo(sink, { start: 0, end: sizeBytes - 1 }, new AbortController().signal)
  } finally {
    await blob.close()
  }
}

function compare(
  check: Check,
  subject: string,
  digest: { readonly md5: Uint8Array; readonly crc64: bigint },
  expected: ExpectedDigest,
): void {
  const md5 = Buffer.from(digest.md5).toString('hex').toUpperCase()
  if (digest.crc64 !== expected.crc64) {
    report(check, 'damaged-body', subject, `CRC-64 is ${digest.crc64}, stored is ${expected.crc64}`)
  } else if (expected.md5 !== undefined && md5 !== expected.md5) {
    report(check, 'damaged-body', subject, `MD5 is ${md5}, stored is ${expected.md5}`)
  }
}
