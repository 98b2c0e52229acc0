import { BucketAcl } from '../../model/acl.ts'
import { limits } from '../../model/limits.ts'
import { ossError } from '../../model/oss-error.ts'
import { DataRedundancyType, StorageClass } from '../../model/storage-class.ts'
import { assertMayCreate } from '../new-bucket.ts'
import { operation } from '../operation.ts'
import { choiceHeader, invalidArgument, textHeader, unsupportedHeader } from '../parse/arguments.ts'
import { contentLength, contentMd5 } from '../parse/body-headers.ts'
import { parseBucketTags } from '../parse/tags.ts'
import { emptyReply } from '../reply.ts'
import { readXmlBody } from '../xml-body.ts'
import { childText, type XmlElement } from '../xml/parse-xml.ts'

/** PutBucket. The optional body chooses class, redundancy and (as a check only) the region. */
export const putBucket = operation({
  name: 'PutBucket',
  match: { method: 'PUT', scope: 'bucket' },
  action: 'oss:PutBucket',
  parse({ headers }) {
    if (headers['x-oss-hns-status'] !== undefined) throw unsupportedHeader('x-oss-hns-status')
    const tagging = textHeader(headers, 'x-oss-bucket-tagging')
    const length = contentLength(headers)
    return {
      acl: choiceHeader(headers, 'x-oss-acl', BucketAcl.options),
      tags: tagging === undefined ? undefined : parseBucketTags(tagging),
      md5: contentMd5(headers),
      hasBody: length === undefined ? headers['transfer-encoding'] !== undefined : length > 0,
    }
  },
  async run(context, { acl, tags, md5, hasBody }) {
    if (context.identity.kind === 'anonymous') throw ossError('AccessDenied')
    await assertMayCreate(context, acl, context.identity.owner.id)
    const configuration = hasBody
      ? readConfiguration(
          await readXmlBody(context.body(), { root: 'CreateBucketConfiguration', maxBytes: limits.xmlBodyMaxBytes, allowEmpty: true, md5 }),
        )
      : {}
    if (configuration.location !== undefined && configuration.location !== context.region) {
      throw ossError('IllegalLocationConstraintException')
    }
    const { location: _, ...chosen } = configuration
    return context.engine.putBucket({
      bucket: context.bucket,
      owner: context.identity.owner,
      region: context.region,
      ...(acl === undefined ? {} : { acl }),
      ...(tags === undefined ? {} : { tags }),
      ...chosen,
    })
  },
  serialize: ({ bucket }) => emptyReply(200, ['Location', `/${bucket}`]),
})

interface Configuration {
  readonly storageClass?: StorageClass
  readonly dataRedundancyType?: DataRedundancyType
  /** Short region id. */
  readonly location?: string
}

function readConfiguration(root: XmlElement | undefined): Configuration {
  if (!root) return {}
  // What S3 tools may say of a bucket besides. Ignoring it would make another bucket than was asked for.
  for (const name of ['Bucket', 'Location', 'Tags'] as const) {
    if (root[name] !== undefined) throw ossError('NotImplemented', { details: { ArgumentName: name } })
  }
  const location = childText(root, 'LocationConstraint')?.trim()
  const storageClass = choice('StorageClass', childText(root, 'StorageClass'), StorageClass.options)
  const dataRedundancyType = choice('DataRedundancyType', childText(root, 'DataRedundancyType'), DataRedundancyType.options)
  return {
    ...(location === undefined || location === '' ? {} : { location: location.replace(/^oss-/, '') }),
    ...(storageClass === undefined ? {} : { storageClass }),
    ...(dataRedundancyType === undefined ? {} : { dataRedundancyType }),
  }
}

function choice<T extends string>(name: string, text: string | undefined, options: readonly T[]): T | undefined {
  const value = text?.trim()
  if (value === undefined || value === '') return undefined
  const found = options.find((option) => option === value)
  if (found === undefined) throw invalidArgument(name, value)
  return found
}
