import { limits } from '../../model/limits.ts'
import { ossError } from '../../model/oss-error.ts'
import { queryValue } from '../../signature/request.ts'
import { operation } from '../operation.ts'
import { integerQuery, invalidArgument, keyQuery } from '../parse/arguments.ts'
import { endpoints } from '../endpoints.ts'
import { xmlReply } from '../reply.ts'
import { ownerXml } from '../xml/list-xml.ts'
import { element, xmlDeclaration, xmlTime } from '../xml/write-xml.ts'

const paging = ['prefix', 'marker', 'max-keys']

/** ListBuckets (GetService). The paging elements appear only in a page of a longer or a narrowed list. */
export const listBuckets = operation({
  name: 'ListBuckets',
  match: { method: 'GET', scope: 'service' },
  action: 'oss:ListBuckets',
  parse({ query }) {
    const tagKey = queryValue(query, 'tag-key')
    const tagValue = queryValue(query, 'tag-value')
    if (tagKey === undefined && tagValue !== undefined) {
      throw invalidArgument('tag-value', tagValue, 'tag-value requires tag-key.')
    }
    return {
      prefix: keyQuery(query, 'prefix'),
      marker: keyQuery(query, 'marker'),
      maxKeys: integerQuery(queryValue(query, 'max-keys') === '' ? [] : query, 'max-keys', {
        min: 1,
        max: limits.listMaxKeys,
        fallback: limits.listDefaultMaxKeys,
      }),
      ...(tagKey === undefined ? {} : { tag: { key: tagKey, ...(tagValue === undefined ? {} : { value: tagValue }) } }),
    }
  },
  async run({ engine, identity }, input) {
    if (identity.kind === 'anonymous') throw ossError('AccessDenied')
    return { owner: identity.owner, list: await engine.listBuckets({ ...input, ownerId: identity.owner.id }) }
  },
  serialize({ query, endpoint }, { owner, list }, input) {
    let xml = `${xmlDeclaration}<ListAllMyBucketsResult>`
    if (list.isTruncated || query.some(([name]) => paging.includes(name))) {
      xml += element('Prefix', input.prefix) + element('Marker', input.marker) + element('MaxKeys', input.maxKeys)
      xml += element('IsTruncated', list.isTruncated)
      if (list.nextMarker !== undefined) xml += element('NextMarker', list.nextMarker)
    }
    xml += `${ownerXml(owner)}<Buckets>`
    for (const bucket of list.buckets) {
      const { extranet, intranet } = endpoints(endpoint, bucket.region)
      xml +=
        `<Bucket>${element('CreationDate', xmlTime(bucket.createdMs))}${element('ExtranetEndpoint', extranet)}` +
        `${element('IntranetEndpoint', intranet)}${element('Location', `oss-${bucket.region}`)}${element('Name', bucket.name)}` +
        `${element('Region', bucket.region)}${element('StorageClass', bucket.storageClass)}</Bucket>`
    }
    return xmlReply(`${xml}</Buckets></ListAllMyBucketsResult>\n`)
  },
})
