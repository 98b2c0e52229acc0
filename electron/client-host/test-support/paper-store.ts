import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { combineCrc64, joinChecksums } from '../../../storage-core/model/combine-crc64.ts'
import { errorXml, startScriptedServer } from './scripted-server.ts'

/** Checksums of one byte that is zero, and of none, from which those of any number of zeros are joined. */
const oneZeroCrc64 = 0x1fada17364673f59n
const oneZeroNvme = '1dpQR+/shyg='
const emptyNvme = 'AAAAAAAAAAA='

/** Of objects as large as they may be nothing is kept but what a service tells of them. Their bytes are zeros. */
interface PaperObject {
  readonly sizeBytes: number
  readonly etag: string
  readonly crc64: bigint
  readonly nvme: string
}

export interface PaperStore {
  readonly url: string
  /** Path of each object, `/bucket/key`. */
  readonly objects: Map<string, PaperObject>
  /** Ranges of the copied parts, both ends inclusive, by part number. */
  readonly ranges: Map<number, readonly [number, number]>
  /** Method and path of each request, with the name of what it asks for. */
  readonly asked: string[]
  put(path: string, sizeBytes: number): void
  close(): Promise<void>
}

function paper(sizeBytes: number, etag: string): PaperObject {
  let zeros = { bytes: 1, crc: oneZeroCrc64, nvme: oneZeroNvme }
  let whole = { bytes: 0, crc: 0n, nvme: emptyNvme }
  const add = (a: typeof whole, b: typeof whole): typeof whole => ({
    bytes: a.bytes + b.bytes,
    crc: combineCrc64(a.crc, b.crc, b.bytes),
    nvme: joinChecksums('crc64nvme', [{ sizeBytes: a.bytes, value: a.nvme }, { sizeBytes: b.bytes, value: b.nvme }]),
  })
  for (let rest = sizeBytes; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) whole = add(whole, zeros)
    zeros = add(zeros, zeros)
  }
  return { sizeBytes, etag, crc64: whole.crc, nvme: whole.nvme }
}

const maxPartBytes = 5 * 1024 ** 3

/**
 * A service that copies by part without bytes: OSS and S3 in one, as both name what it takes in the same way.
 * @param spoils whether this part becomes something else than it was copied from
 */
export async function startPaperStore(service: 'oss' | 's3', spoils: (partNumber: number) => boolean = () => false): Promise<PaperStore> {
  const objects = new Map<string, PaperObject>()
  const parts = new Map<number, PaperObject>()
  const ranges = new Map<number, readonly [number, number]>()
  const asked: string[] = []
  const md5 = (text: string | Buffer) => createHash('md5').update(text).digest('hex')
  const own = service === 'oss' ? 'x-oss-' : 'x-amz-'

  const copyPart = (request: IncomingMessage, number: number): string => {
    const source = objects.get(decodeURIComponent(String(request.headers[`${own}copy-source`])).replace(/^\/?/, '/'))
    const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(String(request.headers[`${own}copy-source-range`])) ?? []
    const [start, end] = [Number(first), Number(last)]
    if (source === undefined || !(start <= end) || end >= source.sizeBytes || end - start >= maxPartBytes || number > 10_000) return errorXml('InvalidArgument')
    const part = paper(end - start + 1, md5(`${String(number)} ${String(first)}`))
    parts.set(number, spoils(number) ? { ...part, crc64: part.crc64 ^ 1n, nvme: oneZeroNvme } : part)
    ranges.set(number, [start, end])
    return `<CopyPartResult><ETag>"${part.etag}"</ETag></CopyPartResult>`
  }
  const complete = (path: string): string => {
    const sorted = [...parts].toSorted(([a], [b]) => a - b).map(([, part]) => part)
    const object: PaperObject = {
      sizeBytes: sorted.reduce((sum, part) => sum + part.sizeBytes, 0),
      etag: `${md5(Buffer.concat(sorted.map(({ etag }) => Buffer.from(etag, 'hex'))))}-${String(sorted.length)}`,
      crc64: sorted.reduce((sum, part) => combineCrc64(sum, part.crc64, part.sizeBytes), 0n),
      nvme: joinChecksums('crc64nvme', sorted.map(({ sizeBytes, nvme }) => ({ sizeBytes, value: nvme }))),
    }
    objects.set(path, object)
    return `<CompleteMultipartUploadResult><ETag>"${object.etag}"</ETag></CompleteMultipartUploadResult>`
  }
  const tell = (response: ServerResponse, { crc64: crc, nvme }: PaperObject): void => {
    if (service === 'oss') response.setHeader('x-oss-hash-crc64ecma', crc.toString())
    else {
      response.setHeader('x-amz-checksum-crc64nvme', nvme)
      response.setHeader('x-amz-checksum-type', 'FULL_OBJECT')
    }
  }

  const server = await startScriptedServer(async (request, response, body) => {
    await body()
    const { pathname, searchParams: query } = new URL(request.url ?? '', 'http://x')
    const path = decodeURIComponent(pathname)
    const number = Number(query.get('partNumber') ?? 0)
    const object = objects.get(path)
    response.setHeader('content-type', 'application/xml')
    if (number > 0) {
      asked.push('part')
      const answer = copyPart(request, number)
      const part = parts.get(number)
      if (service === 'oss' && part !== undefined) tell(response, part)
      response.writeHead(answer.startsWith('<CopyPartResult>') ? 200 : 400).end(answer)
    } else if (query.has('uploads')) {
      asked.push(`begin ${path}`)
      parts.clear()
      response.end('<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>')
    } else if (query.has('uploadId')) {
      asked.push(request.method === 'POST' ? `complete ${path}` : `abort ${path}`)
      const answer = request.method === 'POST' ? complete(path) : ''
      const made = objects.get(path)
      if (service === 'oss' && made !== undefined && request.method === 'POST') tell(response, made)
      response.writeHead(request.method === 'POST' ? 200 : 204).end(answer)
    } else if (request.method === 'DELETE') {
      asked.push(`delete ${path}`)
      objects.delete(path)
      response.writeHead(204).end()
    } else if (request.method === 'HEAD') {
      asked.push(`head ${path}`)
      if (object === undefined) {
        response.writeHead(404).end()
        return
      }
      tell(response, object)
      response.writeHead(200, { etag: `"${object.etag}"`, 'content-length': String(object.sizeBytes), 'last-modified': 'Mon, 23 Nov 2026 00:00:00 GMT' }).end()
    } else response.writeHead(501).end(errorXml('NotImplemented'))
  })
  return { url: server.url, objects, ranges, asked, put: (path, sizeBytes) => objects.set(path, paper(sizeBytes, `${md5(path)}-2`)), close: () => server.close() }
}
