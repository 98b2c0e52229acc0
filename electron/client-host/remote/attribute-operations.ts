import type { IncomingHttpHeaders } from 'node:http'
import type { AttributesProvider } from '../providers/attributes-provider.ts'
import type { WrittenObject } from '../providers/object-provider.ts'
import { decodeUrlEncoded, readObjectHead } from './read-answers.ts'
import { headerText } from './error-answer.ts'
import { encodeRfc3986 } from './addressing.ts'
import type { HttpClient } from './http-client.ts'
import { readChecksum } from './read-checksum.ts'
import { readAclAnswer, readAclGrants, readCopyAnswer, readTaggingAnswer } from './read-attributes.ts'
import { attributeHeaders, copySourceHeader, forbidHeader, versionQuery } from './write-headers.ts'
import { escapeXml } from './xml.ts'

/** Reads XML out of an answer, with its request id in whatever fails. */
export type AnswerReader = <T>(answer: { readonly text: string; readonly requestId: string | undefined }, reader: (xml: string) => T) => T

const xml = { 'content-type': 'application/xml' }
const declaration = '<?xml version="1.0" encoding="UTF-8"?>'

/** OSS's operations on what an object has besides its bytes. Each is named after the OSS operation it calls. */
export function attributeOperations(http: HttpClient, readAnswer: AnswerReader): AttributesProvider {
  const readAcl: AttributesProvider['getObjectGrants'] = async ({ bucket, key, versionId, signal }) => {
    const answer = await http.sendForText({ method: 'GET', bucket, key, query: { acl: '', ...versionQuery(versionId) }, signal })
    return readAnswer(answer, (xml) => ({ acl: readAclAnswer(xml), grants: readAclGrants(xml) }))
  }
  return {
    async copyObject({ bucket, key, source, ifMatch, attributes, forbidOverwrite, signal }) {
      const replaces = attributes.headers !== undefined || attributes.userMetadata !== undefined
      const headers = {
        'x-oss-copy-source': copySourceHeader(source),
        ...(ifMatch === undefined ? {} : { 'x-oss-copy-source-if-match': `"${ifMatch}"` }),
        'x-oss-metadata-directive': replaces ? 'REPLACE' : 'COPY',
        'x-oss-tagging-directive': attributes.tags === undefined ? 'Copy' : 'Replace',
        ...attributeHeaders(attributes),
        ...forbidHeader(forbidOverwrite),
      }
      const answer = await http.sendForText({ method: 'PUT', bucket, key, headers, signal, maxAttempts: 1 })
      return { ...written(answer.headers), etag: readAnswer(answer, (text) => readCopyAnswer(text, 'CopyObjectResult')) }
    },

    async uploadPartCopy({ bucket, key, uploadId, source, ifMatch, partNumber, range, signal }) {
      const headers = {
        'x-oss-copy-source': copySourceHeader(source),
        'x-oss-copy-source-range': `bytes=${String(range.start)}-${String(range.end)}`,
        ...(ifMatch === undefined ? {} : { 'x-oss-copy-source-if-match': `"${ifMatch}"` }),
      }
      const answer = await http.sendForText({ method: 'PUT', bucket, key, query: { partNumber: String(partNumber), uploadId }, headers, signal, maxAttempts: 1 })
      return { etag: readAnswer(answer, (text) => readCopyAnswer(text, 'CopyPartResult')), crc64: written(answer.headers).crc64 }
    },

    async getObjectAcl(address) {
      return (await readAcl(address)).acl
    },

    getObjectGrants: readAcl,

    async putObjectAcl({ bucket, key, acl, signal }) {
      await http.sendForText({ method: 'PUT', bucket, key, query: { acl: '' }, headers: { 'x-oss-object-acl': acl }, signal })
    },

    async getObjectTagging({ bucket, key, versionId, signal }) {
      return readAnswer(await http.sendForText({ method: 'GET', bucket, key, query: { tagging: '', ...versionQuery(versionId) }, signal }), readTaggingAnswer)
    },

    async putObjectTagging({ bucket, key, tags, signal }) {
      const set = Object.entries(tags).map(([name, value]) => `<Tag><Key>${escapeXml(name)}</Key><Value>${escapeXml(value)}</Value></Tag>`)
      const body = Buffer.from(`${declaration}<Tagging><TagSet>${set.join('')}</TagSet></Tagging>`)
      await http.sendForText({ method: 'PUT', bucket, key, query: { tagging: '' }, headers: xml, body, signal })
    },

    async restoreObject({ bucket, key, days, tier, signal }) {
      const job = tier === undefined ? '' : `<JobParameters><Tier>${tier}</Tier></JobParameters>`
      const body = Buffer.from(`${declaration}<RestoreRequest><Days>${String(days)}</Days>${job}</RestoreRequest>`)
      await http.sendForText({ method: 'POST', bucket, key, query: { restore: '' }, headers: xml, body, signal })
    },

    async getSymlink({ bucket, key, versionId, signal }) {
      const { headers } = await http.sendForText({ method: 'GET', bucket, key, query: { symlink: '', ...versionQuery(versionId) }, signal })
      return { target: decodeUrlEncoded((headerText(headers['x-oss-symlink-target']) ?? '').replaceAll('+', '%2B')), head: readObjectHead(key, headers) }
    },

    async putSymlink({ bucket, key, target, attributes, forbidOverwrite, signal }) {
      const headers = { 'x-oss-symlink-target': encodeRfc3986(target), ...attributeHeaders(attributes), ...forbidHeader(forbidOverwrite) }
      const answer = await http.sendForText({ method: 'PUT', bucket, key, query: { symlink: '' }, headers, signal, maxAttempts: 1 })
      return written(answer.headers)
    },
  }
}

/** What the headers of a write's answer say. */
export function written(headers: IncomingHttpHeaders): WrittenObject {
  return {
    etag: (headerText(headers.etag) ?? '').replaceAll('"', ''),
    crc64: headerText(headers['x-oss-hash-crc64ecma']),
    versionId: headerText(headers['x-oss-version-id']),
    checksum: readChecksum((name) => headerText(headers[name])),
  }
}
