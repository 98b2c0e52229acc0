import type { Bucket } from '../../../model/bucket.ts'
import { limits } from '../../../model/limits.ts'
import { queryValue } from '../../../signature/request.ts'
import { listBuckets as ossListBuckets } from '../../operations/list-buckets.ts'
import { filledQuery, integerQuery, keyQuery } from '../../parse/arguments.ts'
import { decodeContinuationToken, encodeContinuationToken } from '../../parse/continuation-token.ts'
import { ownerXml } from '../../xml/list-xml.ts'
import { element, optionalElement, xmlTime } from '../../xml/write-xml.ts'
import { s3Operation, s3Xml } from '../s3-operation.ts'

const maxBuckets = 10_000

/** ListBuckets. All of them, unless the client asks for pages. */
export const listBuckets = s3Operation({
  name: 'ListBuckets',
  match: ossListBuckets.match,
  action: ossListBuckets.action,
  parse({ query }) {
    const token = queryValue(query, 'continuation-token') || undefined
    return {
      prefix: keyQuery(query, 'prefix'),
      marker: token === undefined ? '' : decodeContinuationToken(token),
      wanted: integerQuery(filledQuery(query, 'max-buckets'), 'max-buckets', { min: 1, max: maxBuckets, fallback: maxBuckets }),
    }
  },
  async run(context, { prefix, marker, wanted }) {
    const buckets: Bucket[] = []
    let after = marker
    for (;;) {
      const maxKeys = Math.min(wanted - buckets.length, limits.listMaxKeys)
      const { owner, list } = await ossListBuckets.run(context, { prefix, marker: after, maxKeys })
      buckets.push(...list.buckets)
      if (list.nextMarker === undefined || buckets.length >= wanted) return { owner, buckets, next: list.nextMarker }
      after = list.nextMarker
    }
  },
  serialize(_, { owner, buckets, next }, { prefix }) {
    const rows = buckets.map(
      ({ name, createdMs, region }) =>
        `<Bucket>${element('Name', name)}${element('CreationDate', xmlTime(createdMs))}${element('BucketRegion', region)}</Bucket>`,
    )
    const token = next === undefined ? undefined : encodeContinuationToken(next)
    return s3Xml(
      'ListAllMyBucketsResult',
      `${ownerXml(owner)}<Buckets>${rows.join('')}</Buckets>${optionalElement('ContinuationToken', token)}` +
        optionalElement('Prefix', prefix === '' ? undefined : prefix),
    )
  },
})
