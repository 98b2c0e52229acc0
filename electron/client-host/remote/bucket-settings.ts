import { createHash } from 'node:crypto'
import { BucketAcl } from '../../../storage-core/model/acl.ts'
import { corsMethods, payers } from '../../../storage-core/model/bucket-settings.ts'
import type { BucketSettingName, BucketSettingOf, CorsRuleView } from '../../contract/bucket-settings.ts'
import { s3BlockSwitches, settingRequest, settingSubresource } from '../../contract/setting-request.ts'
import { codeOf, RemoteError } from '../errors.ts'
import type { BucketSettingsProvider } from '../providers/bucket-settings-provider.ts'
import type { AnswerReader } from './attribute-operations.ts'
import type { HttpClient } from './http-client.ts'
import { readAclAnswer, readAclGrants, readTaggingAnswer } from './read-attributes.ts'
import { rootOf } from './read-answers.ts'
import { child, childText, type XmlElement } from './xml.ts'

/** How the answer about one setting is read. */
interface SettingFormat<Name extends BucketSettingName> {
  readonly read: (document: string) => BucketSettingOf<Name>
  /** What a bucket without the setting has; codes by which the service says so. */
  readonly absent?: { readonly setting: BucketSettingOf<Name>; readonly codes: readonly string[] }
}
type SettingFormats = { readonly [Name in BucketSettingName]: SettingFormat<Name> | undefined }

const childTexts = (parent: XmlElement | undefined, name: string): string[] =>
  (parent?.children ?? []).filter((one) => one.name === name && one.text !== '').map((one) => one.text)
const flag = (parent: XmlElement, name: string, otherwise: boolean): boolean => (child(parent, name) === undefined ? otherwise : childText(parent, name) === 'true')

const noTags: BucketSettingOf<'tags'> = { name: 'tags', tags: {} }
const noRules: BucketSettingOf<'cors'> = { name: 'cors', rules: [], responseVary: false }

/** OSS documentation: "PutBucketPolicy", "PutBucketAcl", "PutBucketPublicAccessBlock", "PutBucketCors", "PutBucketReferer", … */
const ossSettingFormats: SettingFormats = {
  policy: {
    read: (text) => ({ name: 'policy', text }),
    absent: { setting: { name: 'policy', text: null }, codes: ['NoSuchBucketPolicy'] },
  },
  acl: {
    read: (document) => {
      const acl = BucketAcl.safeParse(readAclAnswer(document))
      return { name: 'acl', acl: acl.success ? acl.data : 'private' }
    },
  },
  publicAccessBlock: {
    read: (document) => ({ name: 'publicAccessBlock', blockPublicAccess: flag(rootOf(document, 'PublicAccessBlockConfiguration'), 'BlockPublicAccess', false) }),
    absent: { setting: { name: 'publicAccessBlock', blockPublicAccess: false }, codes: ['NoSuchPublicAccessBlockConfiguration'] },
  },
  cors: {
    read: (document) => {
      const root = rootOf(document, 'CORSConfiguration')
      return { name: 'cors', rules: root.children.filter((one) => one.name === 'CORSRule').map(readCorsRule), responseVary: flag(root, 'ResponseVary', false) }
    },
    absent: { setting: noRules, codes: ['NoSuchCORSConfiguration'] },
  },
  referer: {
    read: (document) => {
      const root = rootOf(document, 'RefererConfiguration')
      return {
        name: 'referer',
        allowEmptyReferer: flag(root, 'AllowEmptyReferer', true),
        allowTruncateQueryString: flag(root, 'AllowTruncateQueryString', true),
        truncatePath: flag(root, 'TruncatePath', false),
        referers: childTexts(child(root, 'RefererList'), 'Referer'),
        blacklist: childTexts(child(root, 'RefererBlacklist'), 'Referer'),
      }
    },
  },
  requestPayment: {
    read: (document) => {
      const text = childText(rootOf(document, 'RequestPaymentConfiguration'), 'Payer')
      return { name: 'requestPayment', payer: payers.find((payer) => payer === text) ?? 'BucketOwner' }
    },
  },
  tags: {
    read: (document) => ({ name: 'tags', tags: readTaggingAnswer(document) }),
    absent: { setting: noTags, codes: ['NoSuchTagSet'] },
  },
  versioning: {
    read: (document) => {
      const status = childText(rootOf(document, 'VersioningConfiguration'), 'Status')
      return { name: 'versioning', status: status === 'Enabled' || status === 'Suspended' ? status : 'Unset' }
    },
  },
}

/** Where S3 says it differently. Source: "Amazon S3 API Reference". */
const s3SettingFormats: SettingFormats = {
  ...ossSettingFormats,
  // Its allowed and blocked referers are conditions of a policy.
  referer: undefined,
  publicAccessBlock: ossSettingFormats.publicAccessBlock && {
    ...ossSettingFormats.publicAccessBlock,
    read: (document) => {
      const root = rootOf(document, 'PublicAccessBlockConfiguration')
      return { name: 'publicAccessBlock', blockPublicAccess: s3BlockSwitches.every((name) => flag(root, name, false)) }
    },
  },
}

/** Reads and writes the settings that the service has. */
export function bucketSettings(http: HttpClient, readAnswer: AnswerReader, service: 'oss' | 's3'): BucketSettingsProvider {
  const formats = service === 's3' ? s3SettingFormats : ossSettingFormats
  return {
    async getBucketSetting({ bucket, name, signal }) {
      const { read, absent } = formatOf(formats, name)
      try {
        const answer = await http.sendForText({ method: 'GET', bucket, query: { [settingSubresource(name)]: '' }, signal })
        return { setting: readAnswer(answer, read), document: answer.text, ...(service === 's3' && name === 'acl' ? { grants: readAnswer(answer, readAclGrants) } : {}) }
      } catch (error) {
        if (absent?.codes.includes(codeOf(error) ?? '') !== true) throw error
        return { setting: absent.setting, document: undefined }
      }
    },

    async getPublicAccessBlock(signal) {
      if (service === 's3') throw notThere('GetPublicAccessBlock')
      const answer = await http.sendForText({ method: 'GET', query: { publicAccessBlock: '' }, signal })
      return readAnswer(answer, (document) => flag(rootOf(document, 'PublicAccessBlockConfiguration'), 'BlockPublicAccess', false))
    },

    async putBucketSetting({ bucket, setting, signal }) {
      formatOf(formats, setting.name)
      const { method, subresource, headers, body: text } = settingRequest(service, setting)
      const query = { [subresource]: '' }
      if (text === undefined) {
        await http.sendForText({ method, bucket, query, headers, signal })
        return
      }
      const body = Buffer.from(text)
      const md5 = createHash('md5').update(body).digest('base64')
      await http.sendForText({ method, bucket, query, headers: { ...headers, 'content-md5': md5 }, body, signal })
    },
  }
}

function formatOf<Name extends BucketSettingName>(formats: SettingFormats, name: Name): SettingFormat<Name> {
  const format = formats[name]
  if (format !== undefined) return format
  throw notThere(name)
}

function notThere(name: string): RemoteError {
  return new RemoteError({ code: 'NotImplemented', message: `The service has no setting ${name}`, status: 501, retryable: false })
}

function readCorsRule(rule: XmlElement): CorsRuleView {
  const maxAge = childText(rule, 'MaxAgeSeconds')
  return {
    allowedOrigins: childTexts(rule, 'AllowedOrigin'),
    allowedMethods: childTexts(rule, 'AllowedMethod').flatMap((text) => corsMethods.find((method) => method === text) ?? []),
    allowedHeaders: childTexts(rule, 'AllowedHeader'),
    exposeHeaders: childTexts(rule, 'ExposeHeader'),
    ...(/^\d+$/.test(maxAge) ? { maxAgeSeconds: Number(maxAge) } : {}),
  }
}
