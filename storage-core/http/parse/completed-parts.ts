import type { CompletedPart } from '../../engine/multipart/multipart-engine.ts'
import { checksumAlgorithms, checksumElement, isChecksumAlgorithm, type PartChecksum } from '../../model/object-checksum.ts'
import { isOssError, ossError, type OssError } from '../../model/oss-error.ts'
import { childElements, childText, parseXml } from '../xml/parse-xml.ts'

export const completionRoot = 'CompleteMultipartUpload'

/** A part as the document names it. S3 tools say once more what each part sent with it. */
export interface NamedPart extends CompletedPart {
  readonly checksum?: PartChecksum
}

const plainHead = /^(?:<\?xml[^<>?]*\?>)?\s*<CompleteMultipartUpload(?: xmlns="[^"<>&]*")?>\s*/
const number = /<PartNumber>\s*(\d{1,9})\s*<\/PartNumber>\s*/
const etag = /<ETag>\s*(?:(?:"|&quot;|&#34;)([0-9A-Za-z-]{1,64})(?:"|&quot;|&#34;)|([0-9A-Za-z-]{1,64}))\s*<\/ETag>\s*/
const checksum = /(?:<Checksum([0-9A-Z]{1,16})>\s*([0-9A-Za-z+/=]{1,64})\s*<\/Checksum[0-9A-Z]{1,16}>\s*)?/
/** SDKs of OSS put the number first, those of S3 the ETag. */
const plainParts = [
  { pattern: partOf(number, etag), number: 1, etag: 2, checksum: undefined },
  { pattern: partOf(etag, checksum, number), number: 5, etag: 1, checksum: 3 },
] as const
const plainTail = /<\/CompleteMultipartUpload>\s*$/y

/**
 * The parts that a CompleteMultipartUpload document names. A document of ten thousand parts keeps a general parser busy for a
 * fifth of a second, longer than the rest of the operation takes, so the form that every client writes is read by one
 * expression; whatever is written differently goes to the parser.
 * @throws OssError MalformedXML
 */
export async function parseCompletedParts(document: Buffer): Promise<readonly NamedPart[]> {
  const parts = readPlainParts(document.toString('latin1')) ?? (await readAnyParts(document))
  if (parts.length === 0) throw malformedCompletion()
  return parts
}

export function malformedCompletion(cause?: unknown): OssError {
  return ossError('MalformedXML', { ec: '0042-00000205', ...(cause === undefined ? {} : { cause }) })
}

/** Undefined for a document that is not of the plain form. Latin-1 is enough: the plain form is ASCII. */
function readPlainParts(text: string): readonly NamedPart[] | undefined {
  const head = plainHead.exec(text)
  if (head === null) return undefined
  const parts: NamedPart[] = []
  let at = head[0].length
  for (;;) {
    const part = readPlainPart(text, at)
    if (part === undefined) break
    parts.push(part.named)
    at = part.end
  }
  plainTail.lastIndex = at
  return plainTail.test(text) ? parts : undefined
}

function partOf(...elements: readonly RegExp[]): RegExp {
  return new RegExp(`<Part>\\s*${elements.map(({ source }) => source).join('')}</Part>\\s*`, 'y')
}

function readPlainPart(text: string, at: number): { readonly named: NamedPart; readonly end: number } | undefined {
  for (const { pattern, ...group } of plainParts) {
    pattern.lastIndex = at
    const match = pattern.exec(text)
    if (match !== null) {
      const named = { partNumber: Number(match[group.number]), etag: match[group.etag] ?? match[group.etag + 1] ?? '' }
      const name = group.checksum === undefined ? undefined : match[group.checksum]
      return { named: withChecksum(named, name, match[(group.checksum ?? 0) + 1]), end: pattern.lastIndex }
    }
  }
  return undefined
}

function withChecksum(part: CompletedPart, name: string | undefined, value: string | undefined): NamedPart {
  const algorithm = name?.toLowerCase() ?? ''
  return value !== undefined && isChecksumAlgorithm(algorithm) ? { ...part, checksum: { algorithm, value } } : part
}

async function readAnyParts(document: Buffer): Promise<readonly NamedPart[]> {
  try {
    return childElements(await parseXml(document, completionRoot), 'Part').map((part) => {
      const number = childText(part, 'PartNumber')?.trim() ?? ''
      const etag = childText(part, 'ETag')?.trim() ?? ''
      if (!/^\d{1,9}$/.test(number) || etag === '') throw malformedCompletion()
      const named = { partNumber: Number(number), etag: etag.replace(/^"(.*)"$/, '$1') }
      const said = checksumAlgorithms.find((algorithm) => part[checksumElement(algorithm)] !== undefined)
      return said === undefined ? named : withChecksum(named, said, childText(part, checksumElement(said))?.trim())
    })
  } catch (error) {
    throw isOssError(error, 'MalformedXML') ? malformedCompletion(error) : error
  }
}
