import type { BucketSummary } from '../../contract/buckets.ts'
import type { ChecksummedPart } from '../../../storage-core/model/object-checksum.ts'
import { limits } from '../../../storage-core/model/limits.ts'
import { RemoteError } from '../errors.ts'
import type { ListPage, Provider } from '../providers/object-provider.ts'
import { bucketSettings } from './bucket-settings.ts'
import { s3Dialect, storageClassOfS3 } from './dialect.ts'
import { headerText } from './error-answer.ts'
import { createHttpClient } from './http-client.ts'
import { createOssClient, readAnswer, type OssClientOptions } from './oss-client.ts'
import { readListPage, rootOf } from './read-answers.ts'
import { readObjectParts } from './s3-checksums.ts'
import { uploadsWithCrc32 } from './s3-uploads.ts'
import { versionQuery } from './write-headers.ts'
import { child, childText, escapeXml } from './xml.ts'

export interface S3ClientOptions extends Omit<OssClientOptions, 'dialect' | 'http'> {
  /** For buckets that are made here, and for those that do not say where they are. */
  readonly region: string
}

/**
 * S3's HTTP API as one connection uses it: what both services do alike goes through the OSS client in S3's words, the rest
 * is here. Source: "Amazon S3 API Reference".
 */
export function createS3Client(options: S3ClientOptions): Provider {
  const { region } = options
  const http = createHttpClient({ ...options, dialect: s3Dialect })
  const alike = createOssClient({ ...options, http, dialect: s3Dialect })
  const settings = bucketSettings(http, readAnswer, 's3')
  const uploads = uploadsWithCrc32(alike)

  // Who may read an object's metadata need not be allowed what its checksum takes where it is encrypted.
  const plain = createOssClient({ ...options, http, dialect: { ...s3Dialect, readHeaders: {} } })

  async function versioningOf(bucket: string, signal: AbortSignal | undefined): Promise<'Enabled' | 'Suspended' | undefined> {
    const { setting } = await settings.getBucketSetting({ bucket, name: 'versioning', signal })
    return setting.status === 'Unset' ? undefined : setting.status
  }

  return {
    ...alike,
    ...settings,
    service: 's3',
    ...uploads,
    get takesCrc32() {
      return uploads.takesCrc32 ?? false
    },

    async headObject(address) {
      try {
        return await alike.headObject(address)
      } catch (error) {
        if (error instanceof RemoteError && (error.status === 400 || error.status === 403 || error.status === 501)) return plain.headObject(address)
        throw error
      }
    },

    async checksummedParts({ bucket, key, versionId, signal }) {
      const all: ChecksummedPart[] = []
      try {
        for (let marker: string | undefined = ''; marker !== undefined; ) {
          const headers = { 'x-oss-object-attributes': 'ObjectParts', 'x-oss-max-parts': '1000', ...(marker === '' ? {} : { 'x-oss-part-number-marker': marker }) }
          const answer = await http.sendForText({ method: 'GET', bucket, key, query: { attributes: '', ...versionQuery(versionId) }, headers, signal })
          const page = readAnswer(answer, readObjectParts)
          all.push(...page.parts)
          marker = page.next
        }
      } catch (error) {
        // To be told is a permission of its own, and an operation that many services do not have.
        if (error instanceof RemoteError && !error.retryable) return undefined
        throw error
      }
      return all
    },

    async listBuckets(signal) {
      const all: BucketSummary[] = []
      for (let token: string | undefined = ''; token !== undefined; ) {
        const answer = await http.sendForText({ method: 'GET', query: token === '' ? {} : { 'continuation-token': token }, signal })
        const page = readAnswer(answer, (xml) => readBuckets(xml, region))
        all.push(...page.buckets)
        token = page.nextToken === '' ? undefined : page.nextToken
      }
      return all
    },

    async putBucket({ bucket, acl, signal }) {
      // The first region is the one that may not be named.
      const place = region === '' || region === 'us-east-1' ? '' : `<LocationConstraint>${escapeXml(region)}</LocationConstraint>`
      const body = Buffer.from(`<CreateBucketConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${place}</CreateBucketConfiguration>`)
      const headers = { ...(acl === 'private' ? {} : { 'x-oss-acl': acl }), 'content-type': 'application/xml' }
      await http.sendForText({ method: 'PUT', bucket, headers, ...(place === '' ? {} : { body }), signal })
    },

    async getBucketInfo(bucket, signal) {
      const { headers } = await http.sendForText({ method: 'HEAD', bucket, signal }).catch((error: unknown) => {
        throw error instanceof RemoteError && error.status === 404 ? asNoSuchBucket(error) : error
      })
      const versioning = await versioningOf(bucket, signal)
      const unknown = { createdMs: 0, storageClass: '', acl: '', ownerId: '', dataRedundancyType: '', extranetEndpoint: '' }
      return { ...unknown, name: bucket, region: headerText(headers['x-oss-bucket-region']) ?? region, ...(versioning === undefined ? {} : { versioning }) }
    },

    // S3 has no word for "as the bucket"; its own default is private.
    putObjectAcl: (input) => alike.putObjectAcl({ ...input, acl: input.acl === 'default' ? 'private' : input.acl }),

    async restoreObject({ bucket, key, days, tier, signal }) {
      const job = tier === undefined ? '' : `<GlacierJobParameters><Tier>${tier}</Tier></GlacierJobParameters>`
      const body = Buffer.from(`<RestoreRequest xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Days>${String(days)}</Days>${job}</RestoreRequest>`)
      await http.sendForText({ method: 'POST', bucket, key, query: { restore: '' }, headers: { 'content-type': 'application/xml' }, body, signal })
    },

    getSymlink: () => Promise.reject(noSymlinks()),
    putSymlink: () => Promise.reject(noSymlinks()),

    getBucketStat: () =>
      Promise.reject(new RemoteError({ code: 'NotImplemented', message: 'S3 does not count what a bucket holds', status: 501, retryable: false })),

    async listPage({ bucket, prefix, delimiter, token, maxKeys = limits.listMaxKeys, signal }): Promise<ListPage> {
      const query = {
        'list-type': '2',
        'encoding-type': 'url',
        'max-keys': String(maxKeys),
        ...(prefix === '' ? {} : { prefix }),
        ...(delimiter === '' ? {} : { delimiter }),
        ...(token === undefined ? {} : { 'continuation-token': token }),
      }
      const page = readAnswer(await http.sendForText({ method: 'GET', bucket, query, signal }), (xml) => readListPage(xml, false))
      return { ...page, objects: page.objects.map((object) => ({ ...object, storageClass: storageClassOfS3(object.storageClass), type: 'Normal' })) }
    },
  }
}

function readBuckets(xml: string, region: string): { readonly buckets: BucketSummary[]; readonly nextToken: string } {
  const root = rootOf(xml, 'ListAllMyBucketsResult')
  const buckets = (child(root, 'Buckets')?.children ?? [])
    .filter((one) => one.name === 'Bucket')
    .map((one) => ({
      name: childText(one, 'Name'),
      region: childText(one, 'BucketRegion') || region,
      createdMs: Date.parse(childText(one, 'CreationDate')) || 0,
      storageClass: '',
    }))
  return { buckets, nextToken: childText(root, 'ContinuationToken') }
}

function noSymlinks(): RemoteError {
  return new RemoteError({ code: 'NotImplemented', message: 'S3 has no symbolic links', status: 501, retryable: false })
}

/** An answer to HEAD has no body that could tell a missing bucket from a missing object. */
function asNoSuchBucket(error: RemoteError): RemoteError {
  return new RemoteError({ code: 'NoSuchBucket', message: 'The specified bucket does not exist.', status: 404, retryable: false, requestId: error.requestId, cause: error })
}
