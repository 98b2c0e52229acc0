import { createHash } from 'node:crypto'
import { limits } from '../../../storage-core/model/limits.ts'
import type { VersionsProvider } from '../providers/versions-provider.ts'
import type { AnswerReader } from './attribute-operations.ts'
import { deleteBatches } from './delete-batches.ts'
import type { Dialect } from './dialect.ts'
import type { HttpClient } from './http-client.ts'
import { readDeletedVersions, readVersionsPage, versionName } from './read-versions.ts'
import { notInXml } from './xml.ts'

/** OSS's operations on versions. Each is named after the OSS operation it calls; S3's are the same in its own words. */
export function versionOperations(http: HttpClient, readAnswer: AnswerReader, dialect: Dialect): VersionsProvider {
  const operations: VersionsProvider = {
    async listVersionsPage({ bucket, prefix, delimiter, after, maxKeys = limits.listMaxKeys, signal }) {
      const query = {
        versions: '',
        'encoding-type': 'url',
        'max-keys': String(maxKeys),
        ...(prefix === '' ? {} : { prefix }),
        ...(delimiter === '' ? {} : { delimiter }),
        ...(after === undefined ? {} : { 'key-marker': after.key }),
        ...(after?.versionId === undefined ? {} : { 'version-id-marker': after.versionId }),
      }
      return readAnswer(await http.sendForText({ method: 'GET', bucket, query, signal }), (xml) => readVersionsPage(xml, dialect))
    },

    async deleteVersion({ bucket, key, versionId, signal }) {
      await http.sendForText({ method: 'DELETE', bucket, key, query: { versionId }, signal })
    },

    async deleteVersions({ bucket, versions, signal }) {
      const gone = new Set<(typeof versions)[number]>()
      const together = versions.filter(({ key }) => !notInXml.test(key))
      for (const batch of deleteBatches(together)) {
        const headers = { 'content-md5': createHash('md5').update(batch.body).digest('base64'), 'content-type': 'application/xml' }
        const answer = await http.sendForText({ method: 'POST', bucket, query: { delete: '', ...dialect.deleteQuery }, headers, body: batch.body, signal })
        const named = readAnswer(answer, readDeletedVersions)
        for (const version of batch.names) if (named.has(versionName(version.key, version.versionId))) gone.add(version)
      }
      for (const version of versions) {
        if (!notInXml.test(version.key)) continue
        await operations.deleteVersion({ bucket, key: version.key, versionId: version.versionId, signal })
        gone.add(version)
      }
      return gone
    },
  }
  return operations
}
