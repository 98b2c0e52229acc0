import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { finished } from 'node:stream'
import { limits } from '../../../storage-core/model/limits.ts'
import type { BucketSummary } from '../../contract/buckets.ts'
import { codeOf, localError, RemoteError } from '../errors.ts'
import type { ListPage, Provider } from '../providers/object-provider.ts'
import { longestV4Seconds } from '../../contract/sharing.ts'
import type { RequestSigner } from '../signing/request-signer.ts'
import { addressOf, encodeRfc3986, parseEndpoint, type Endpoint } from './addressing.ts'
import { attributeOperations, written } from './attribute-operations.ts'
import { bucketSettings } from './bucket-settings.ts'
import { headerText } from './error-answer.ts'
import { deleteBatches } from './delete-batches.ts'
import { ossDialect } from './dialect.ts'
import { fragmentOperations } from './fragment-operations.ts'
import { asNetworkError, createHttpClient, type HttpClient, type HttpClientOptions } from './http-client.ts'
import { readBodyHead, readBucketInfo, readBucketList, readBucketStat, readCompletedEtag, readDeletedKeys, readListPage, readObjectHead, readUploadId } from './read-answers.ts'
import { versionOperations } from './version-operations.ts'
import { completedPartXml, keepsCrc32, readCompletedChecksum } from './s3-checksums.ts'
import { attributeHeaders, crc32Header, forbidHeader, versionQuery, wholeCrc32, wholeCrc32Headers } from './write-headers.ts'
import { notInXml } from './xml.ts'

export interface OssClientOptions extends Omit<HttpClientOptions, 'endpoint' | 'signer'> {
  readonly endpoint: Endpoint
  readonly signer: RequestSigner
  /** Signs links; `signer` when absent. */
  readonly linkSigner?: RequestSigner
  /** Carries the requests; one of its own when absent. */
  readonly http?: HttpClient
  /** How long a link may last; what V4 allows when absent. */
  readonly longestLinkSeconds?: number
}

/** An answer that cannot be read is a failure of the service, with the request id that finds it. */
export function readAnswer<T>(answer: { readonly text: string; readonly requestId: string | undefined }, reader: (xml: string) => T): T {
  try {
    return reader(answer.text)
  } catch (error) {
    if (error instanceof RemoteError) throw error
    throw new RemoteError({
      code: 'MalformedAnswer',
      message: error instanceof Error ? error.message : 'The answer cannot be read',
      status: 200,
      retryable: false,
      requestId: answer.requestId,
      cause: error,
    })
  }
}

/** OSS's HTTP API as one connection uses it. Each method is named after the OSS operation it calls. */
export function createOssClient(options: OssClientOptions): Provider {
  const { signer } = options
  const http = options.http ?? createHttpClient(options)
  const { dialect = ossDialect, longestLinkSeconds = longestV4Seconds, linkSigner = signer } = options

  const client: Provider = {
    service: 'oss',
    ...attributeOperations(http, readAnswer),
    ...versionOperations(http, readAnswer, dialect),
    ...fragmentOperations(http, readAnswer),
    ...bucketSettings(http, readAnswer, 'oss'),

    async listBuckets(signal) {
      const all: BucketSummary[] = []
      for (let marker: string | undefined = ''; marker !== undefined; ) {
        const answer = await http.sendForText({ method: 'GET', query: { 'max-keys': '1000', ...(marker === '' ? {} : { marker }) }, signal })
        const page = readAnswer(answer, readBucketList)
        all.push(...page.buckets)
        marker = page.nextMarker === '' ? undefined : page.nextMarker
      }
      return all
    },

    async putBucket({ bucket, acl, storageClass, dataRedundancyType, signal }) {
      const body = Buffer.from(
        `<?xml version="1.0" encoding="UTF-8"?><CreateBucketConfiguration><StorageClass>${storageClass}</StorageClass><DataRedundancyType>${dataRedundancyType}</DataRedundancyType></CreateBucketConfiguration>`,
      )
      await http.sendForText({ method: 'PUT', bucket, headers: { 'x-oss-acl': acl, 'content-type': 'application/xml' }, body, signal })
    },

    async deleteBucket(bucket, signal) {
      // Not tried again: after a lost answer the second try would say that the bucket never was.
      await http.sendForText({ method: 'DELETE', bucket, signal, maxAttempts: 1 })
    },

    async getBucketInfo(bucket, signal) {
      return readAnswer(await http.sendForText({ method: 'GET', bucket, query: { bucketInfo: '' }, signal }), readBucketInfo)
    },

    async getBucketStat(bucket, signal) {
      return readAnswer(await http.sendForText({ method: 'GET', bucket, query: { stat: '' }, signal }), readBucketStat)
    },

    async listPage({ bucket, prefix, delimiter, token, maxKeys = limits.listMaxKeys, signal }): Promise<ListPage> {
      const query = {
        'list-type': '2',
        'encoding-type': 'url',
        'max-keys': String(maxKeys),
        ...(prefix === '' ? {} : { prefix }),
        ...(delimiter === '' ? {} : { delimiter }),
        ...(token === undefined ? {} : { 'continuation-token': token }),
      }
      return readAnswer(await http.sendForText({ method: 'GET', bucket, query, signal }), readListPage)
    },

    async headObject({ bucket, key, versionId, signal }) {
      const answer = await http.sendForText({ method: 'HEAD', bucket, key, query: versionQuery(versionId), headers: dialect.readHeaders, signal })
      return readObjectHead(key, answer.headers)
    },

    async openObject({ bucket, key, range, ifMatch, versionId, signal }) {
      const headers = {
        // Without the second header OSS answers a range it cannot satisfy with the whole object.
        ...(range === undefined ? {} : { range: `bytes=${String(range.start)}-${String(range.end)}`, 'x-oss-range-behavior': 'standard' }),
        ...(ifMatch === undefined ? {} : { 'if-match': `"${ifMatch}"` }),
        ...(range === undefined ? dialect.readHeaders : {}),
      }
      const answer = await http.send({ method: 'GET', bucket, key, query: versionQuery(versionId), headers, signal, maxAttempts: 1 })
      if (range !== undefined && answer.status !== 206) {
        answer.body.destroy()
        throw new RemoteError({ code: 'MalformedAnswer', message: 'The service answered a range with the whole object', status: answer.status, retryable: false, requestId: answer.requestId })
      }
      const { checksum, ...facts } = readBodyHead((name) => headerText(answer.headers[name]))
      return { body: answer.body, ...facts, ...(range === undefined ? { checksum } : {}) }
    },

    async fetchObject({ bucket, key, versionId, signal }, wholeBytes) {
      const answer = await http.sendForPieces({ method: 'GET', bucket, key, query: versionQuery(versionId), headers: dialect.readHeaders, signal, maxAttempts: 1 }, wholeBytes)
      if ('pieces' in answer) return { pieces: answer.pieces, ...readBodyHead(answer.field) }
      return { body: answer.body, ...readBodyHead((name) => headerText(answer.headers[name])) }
    },

    async openAsIs({ bucket, key, range, versionId, ifMatch, signal }) {
      const wanted = { ...(range === undefined ? {} : { range }), ...(ifMatch === undefined ? {} : { 'if-match': `"${ifMatch}"` }) }
      const { status, headers, body } = await http.send({ method: 'GET', bucket, key, query: versionQuery(versionId), headers: wanted, signal, maxAttempts: 2 })
      return { status, headers, body }
    },

    async putObject({ bucket, key, sizeBytes, contentType, attributes = {}, forbidOverwrite, body, crc32, signal }) {
      const answer = await http.send({
        method: 'PUT',
        bucket,
        key,
        headers: {
          ...(contentType === undefined ? {} : { 'content-type': contentType }),
          ...attributeHeaders(attributes),
          ...forbidHeader(forbidOverwrite),
          // OSS answers with a CRC64; S3 checks only what it is told.
          ...crc32Header(crc32),
          ...(dialect !== ossDialect && body instanceof Buffer ? { 'content-md5': createHash('md5').update(body).digest('base64') } : {}),
        },
        ...(body === undefined || sizeBytes === 0 ? {} : { body, bodyBytes: sizeBytes }),
        signal,
        maxAttempts: 1,
      })
      await drain(answer.body)
      return written(answer.headers)
    },

    async initiateMultipartUpload({ bucket, key, contentType, attributes = {}, forbidOverwrite, wantsCrc32, signal }) {
      // An upload is begun without an ACL; the one of its end counts.
      const { acl: _, ...kept } = attributes
      const headers = { ...(contentType === undefined ? {} : { 'content-type': contentType }), ...attributeHeaders(dialect.aclAtBegin ? attributes : kept), ...forbidHeader(forbidOverwrite), ...(wantsCrc32 === true ? wholeCrc32 : {}) }
      const answer = await http.sendForText({ method: 'POST', bucket, key, query: { uploads: '' }, headers, signal })
      return { uploadId: readAnswer(answer, readUploadId), keepsCrc32: keepsCrc32(answer.headers) }
    },

    async uploadPart({ bucket, key, uploadId, partNumber, sizeBytes, body, crc32, signal }) {
      const query = { partNumber: String(partNumber), uploadId }
      const answer = await http.send({ method: 'PUT', bucket, key, query, headers: crc32Header(crc32), body, bodyBytes: sizeBytes, signal, maxAttempts: 1 })
      await drain(answer.body)
      return written(answer.headers)
    },

    async completeMultipartUpload({ bucket, key, uploadId, parts, acl, crc32, forbidOverwrite, signal }) {
      const list = parts.map(completedPartXml)
      const body = Buffer.from(`<?xml version="1.0" encoding="UTF-8"?><CompleteMultipartUpload>${list.join('')}</CompleteMultipartUpload>`)
      const headers = { 'content-type': 'application/xml', ...(dialect.aclAtBegin ? {} : attributeHeaders({ acl })), ...forbidHeader(forbidOverwrite), ...wholeCrc32Headers(crc32) }
      const answer = await http.sendForText({ method: 'POST', bucket, key, query: { uploadId }, headers, body, signal, maxAttempts: 1 })
      return { ...written(answer.headers), etag: readAnswer(answer, readCompletedEtag), checksum: readAnswer(answer, readCompletedChecksum) }
    },

    async abortMultipartUpload({ bucket, key, uploadId, signal }) {
      try {
        await http.sendForText({ method: 'DELETE', bucket, key, query: { uploadId }, signal })
      } catch (error) {
        if (codeOf(error) !== 'NoSuchUpload') throw error
      }
    },

    async deleteObject({ bucket, key, signal }) {
      const { headers } = await http.sendForText({ method: 'DELETE', bucket, key, signal })
      return { versionId: headerText(headers['x-oss-version-id']) }
    },

    async deleteMultipleObjects({ bucket, keys, signal }) {
      const gone = new Set<string>()
      const together = keys.filter((key) => !notInXml.test(key))
      for (const { body } of deleteBatches(together.map((key) => ({ key })))) {
        const headers = { 'content-md5': createHash('md5').update(body).digest('base64'), 'content-type': 'application/xml' }
        const answer = await http.sendForText({ method: 'POST', bucket, query: { delete: '', ...dialect.deleteQuery }, headers, body, signal })
        for (const key of readAnswer(answer, readDeletedKeys)) gone.add(key)
      }
      for (const key of keys) {
        if (!notInXml.test(key)) continue
        await client.deleteObject({ bucket, key, signal })
        gone.add(key)
      }
      return gone
    },

    presignGet({ bucket, key, versionId, domain, query = {} }, expiresSeconds) {
      if (expiresSeconds > longestLinkSeconds) throw localError('InvalidInput', { Argument: 'expiresSeconds', Most: String(longestLinkSeconds) })
      const target = { bucket, key }
      const place = http.placeOf(bucket)
      const at = domain === undefined ? place.endpoint : parseEndpoint(domain, 'customDomain')
      const { host, path } = addressOf(at, target)
      const asked = { ...query, ...(versionId === undefined ? {} : { versionId }) }
      const signed = linkSigner.presign({ method: 'GET', ...target, query: asked, headers: { host }, region: place.region }, expiresSeconds)
      const text = Object.entries(signed).map(([name, value]) => `${encodeRfc3986(name)}=${encodeRfc3986(value)}`).join('&')
      return `${at.protocol}//${host}${path}?${text}`
    },

    close: () => {
      http.close()
    },
  }
  return client
}

/** Reads a short body away so that its socket can serve the next request. */
function drain(body: Readable): Promise<void> {
  return new Promise((resolve, reject) => {
    // Told as well when the body ended before anybody listened.
    finished(body, { writable: false }, (error) => {
      if (error === undefined || error === null) resolve()
      else reject(asNetworkError(error))
    })
    body.resume()
  })
}
