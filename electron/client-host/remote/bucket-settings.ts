import { createHash } from 'node:crypto'
import { BucketAcl } from '../../../storage-core/model/acl.ts'
import { corsMethods, payers } from '../../../storage-core/model/bucket-settings.ts'
import type { BucketSettingName, BucketSettingOf, CorsRuleView } from '../../contract/bucket-settings.ts'
import { codeOf, RemoteError } from '../errors.ts'
import type { BucketSettingsProvider } from '../providers/bucket-settings-provider.ts'
import type { AnswerReader } from './attribute-operations.ts'
import type { HttpClient } from './http-client.ts'
import { readAclAnswer, readTaggingAnswer } from './read-attributes.ts'
import { rootOf } from './read-answers.ts'
import { child, childText, escapeXml, type XmlElement } from './xml.ts'

/** How one setting is asked for and written. `put` answers undefined where the setting is taken away instead. */
interface SettingFormat<Name extends BucketSettingName> {
  /** Of the URL. */
  readonly subresource: string
  readonly read: (document: string) => BucketSettingOf<Name>
  /** What a bucket without the setting has; codes by which the service says so. */
  readonly absent?: { readonly setting: BucketSettingOf<Name>; readonly codes: readonly string[] }
  readonly put: (setting: BucketSettingOf<Name>) => { readonly body?: string; readonly headers?: Readonly<Record<string, string>> } | undefined
}
export type SettingFormats = { readonly [Name in BucketSettingName]: SettingFormat<Name> | undefined }

const declaration = '<?xml version="1.0" encoding="UTF-8"?>'
const element = (name: string, text: string | number | boolean): string => `<${name}>${escapeXml(String(text))}</${name}>`
const elements = (name: string, texts: readonly string[]): string => texts.map((text) => element(name, text)).join('')
const childTexts = (parent: XmlElement | undefined, name: string): string[] =>
  (parent?.children ?? []).filter((one) => one.name === name && one.text !== '').map((one) => one.text)
const flag = (parent: XmlElement, name: string, otherwise: boolean): boolean => (child(parent, name) === undefined ? otherwise : childText(parent, name) === 'true')

const noTags: BucketSettingOf<'tags'> = { name: 'tags', tags: {} }
const noRules: BucketSettingOf<'cors'> = { name: 'cors', rules: [], responseVary: false }

/** OSS documentation: "PutBucketPolicy", "PutBucketAcl", "PutBucketPublicAccessBlock", "PutBucketCors", "PutBucketReferer", … */
export const ossSettingFormats: SettingFormats = {
  policy: {
    subresource: 'policy',
    read: (text) => ({ name: 'policy', text }),
    absent: { setting: { name: 'policy', text: null }, codes: ['NoSuchBucketPolicy'] },
    put: ({ text }) => (text === null ? undefined : { body: text, headers: { 'content-type': 'application/json' } }),
  },
  acl: {
    subresource: 'acl',
    read: (document) => {
      const acl = BucketAcl.safeParse(readAclAnswer(document))
      return { name: 'acl', acl: acl.success ? acl.data : 'private' }
    },
    put: ({ acl }) => ({ headers: { 'x-oss-acl': acl } }),
  },
  publicAccessBlock: {
    subresource: 'publicAccessBlock',
    read: (document) => ({ name: 'publicAccessBlock', blockPublicAccess: flag(rootOf(document, 'PublicAccessBlockConfiguration'), 'BlockPublicAccess', false) }),
    absent: { setting: { name: 'publicAccessBlock', blockPublicAccess: false }, codes: ['NoSuchPublicAccessBlockConfiguration'] },
    put: ({ blockPublicAccess }) => xmlBody('PublicAccessBlockConfiguration', element('BlockPublicAccess', blockPublicAccess)),
  },
  cors: {
    subresource: 'cors',
    read: (document) => {
      const root = rootOf(document, 'CORSConfiguration')
      return { name: 'cors', rules: root.children.filter((one) => one.name === 'CORSRule').map(readCorsRule), responseVary: flag(root, 'ResponseVary', false) }
    },
    absent: { setting: noRules, codes: ['NoSuchCORSConfiguration'] },
    put: ({ rules, responseVary }) => (rules.length === 0 ? undefined : xmlBody('CORSConfiguration', rules.map(corsRuleXml).join('') + element('ResponseVary', responseVary))),
  },
  referer: {
    subresource: 'referer',
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
    put: ({ allowEmptyReferer, allowTruncateQueryString, truncatePath, referers, blacklist }) =>
      xmlBody(
        'RefererConfiguration',
        element('AllowEmptyReferer', allowEmptyReferer) +
          element('AllowTruncateQueryString', allowTruncateQueryString) +
          element('TruncatePath', truncatePath) +
          `<RefererList>${elements('Referer', referers)}</RefererList>` +
          (blacklist.length === 0 ? '' : `<RefererBlacklist>${elements('Referer', blacklist)}</RefererBlacklist>`),
      ),
  },
  requestPayment: {
    subresource: 'requestPayment',
    read: (document) => {
      const text = childText(rootOf(document, 'RequestPaymentConfiguration'), 'Payer')
      return { name: 'requestPayment', payer: payers.find((payer) => payer === text) ?? 'BucketOwner' }
    },
    put: ({ payer }) => xmlBody('RequestPaymentConfiguration', element('Payer', payer)),
  },
  tags: {
    subresource: 'tagging',
    read: (document) => ({ name: 'tags', tags: readTaggingAnswer(document) }),
    absent: { setting: noTags, codes: ['NoSuchTagSet'] },
    put: ({ tags }) => {
      const all = Object.entries(tags).map(([name, value]) => `<Tag>${element('Key', name)}${element('Value', value)}</Tag>`)
      return all.length === 0 ? undefined : xmlBody('Tagging', `<TagSet>${all.join('')}</TagSet>`)
    },
  },
  versioning: {
    subresource: 'versioning',
    read: (document) => {
      const status = childText(rootOf(document, 'VersioningConfiguration'), 'Status')
      return { name: 'versioning', status: status === 'Enabled' || status === 'Suspended' ? status : 'Unset' }
    },
    put: ({ status }) => xmlBody('VersioningConfiguration', element('Status', status)),
  },
}

const s3Flags = ['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets'] as const

/** Where S3 says it differently. Source: "Amazon S3 API Reference". */
export const s3SettingFormats: SettingFormats = {
  ...ossSettingFormats,
  // Its allowed and blocked referers are conditions of a policy.
  referer: undefined,
  cors: ossSettingFormats.cors && {
    ...ossSettingFormats.cors,
    put: ({ rules }) => (rules.length === 0 ? undefined : xmlBody('CORSConfiguration', rules.map(corsRuleXml).join(''))),
  },
  // Four switches, of which OSS's one means all.
  publicAccessBlock: ossSettingFormats.publicAccessBlock && {
    ...ossSettingFormats.publicAccessBlock,
    read: (document) => {
      const root = rootOf(document, 'PublicAccessBlockConfiguration')
      return { name: 'publicAccessBlock', blockPublicAccess: s3Flags.every((name) => flag(root, name, false)) }
    },
    put: ({ blockPublicAccess }) => xmlBody('PublicAccessBlockConfiguration', s3Flags.map((name) => element(name, blockPublicAccess)).join('')),
  },
}

/** Reads and writes the settings that `formats` has. */
export function bucketSettings(http: HttpClient, readAnswer: AnswerReader, formats: SettingFormats): BucketSettingsProvider {
  return {
    async getBucketSetting({ bucket, name, signal }) {
      const { subresource, read, absent } = formatOf(formats, name)
      try {
        const answer = await http.sendForText({ method: 'GET', bucket, query: { [subresource]: '' }, signal })
        return { setting: readAnswer(answer, read), document: answer.text }
      } catch (error) {
        if (absent?.codes.includes(codeOf(error) ?? '') !== true) throw error
        return { setting: absent.setting, document: undefined }
      }
    },

    async putBucketSetting({ bucket, setting, signal }) {
      const format = formatOf(formats, setting.name)
      const written = format.put(setting)
      const query = { [format.subresource]: '' }
      if (written === undefined) {
        await http.sendForText({ method: 'DELETE', bucket, query, signal })
        return
      }
      const body = written.body === undefined ? undefined : Buffer.from(written.body)
      const md5 = body === undefined ? {} : { 'content-md5': createHash('md5').update(body).digest('base64') }
      await http.sendForText({ method: 'PUT', bucket, query, headers: { ...written.headers, ...md5 }, ...(body === undefined ? {} : { body }), signal })
    },
  }
}

function formatOf<Name extends BucketSettingName>(formats: SettingFormats, name: Name): SettingFormat<Name> {
  const format = formats[name]
  if (format !== undefined) return format
  throw new RemoteError({ code: 'NotImplemented', message: `The service has no setting ${name}`, status: 501, retryable: false })
}

function xmlBody(root: string, content: string): { readonly body: string; readonly headers: Readonly<Record<string, string>> } {
  return { body: `${declaration}<${root}>${content}</${root}>`, headers: { 'content-type': 'application/xml' } }
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

function corsRuleXml({ allowedOrigins, allowedMethods, allowedHeaders, exposeHeaders, maxAgeSeconds }: CorsRuleView): string {
  const lists = elements('AllowedOrigin', allowedOrigins) + elements('AllowedMethod', allowedMethods) + elements('AllowedHeader', allowedHeaders) + elements('ExposeHeader', exposeHeaders)
  return `<CORSRule>${lists}${maxAgeSeconds === undefined ? '' : element('MaxAgeSeconds', maxAgeSeconds)}</CORSRule>`
}
