import type { BucketSetting, BucketSettingName, CorsRuleView } from './bucket-settings.ts'

/** What is sent to have a setting as it should be. It is shown to the user as it goes out. */
export interface SettingRequest {
  /** DELETE takes the setting away. */
  readonly method: 'PUT' | 'DELETE'
  /** Of the bucket's URL. */
  readonly subresource: string
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

type Service = 'oss' | 's3'

const subresources: Readonly<Record<BucketSettingName, string>> = {
  policy: 'policy',
  acl: 'acl',
  publicAccessBlock: 'publicAccessBlock',
  cors: 'cors',
  referer: 'referer',
  requestPayment: 'requestPayment',
  tags: 'tagging',
  versioning: 'versioning',
}

/** The four switches of S3, of which OSS's one means all. Source: "Amazon S3 API Reference", PutPublicAccessBlock. */
export const s3BlockSwitches = ['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets'] as const

/** The parameter of a bucket's URL under which it has a setting. */
export function settingSubresource(name: BucketSettingName): string {
  return subresources[name]
}

/**
 * The request that gives a bucket this setting. Source: OSS documentation, "PutBucketPolicy", "PutBucketAcl",
 * "PutBucketPublicAccessBlock", "PutBucketCors", "PutBucketReferer", "PutBucketRequestPayment", "PutBucketTags" and
 * "PutBucketVersioning"; "Amazon S3 API Reference" where S3 says it differently.
 */
export function settingRequest(service: Service, setting: BucketSetting): SettingRequest {
  const subresource = settingSubresource(setting.name)
  const written = write(service, setting)
  return written === undefined ? { method: 'DELETE', subresource, headers: {} } : { method: 'PUT', subresource, ...written }
}

/** Undefined for a setting that is taken away instead. */
function write(service: Service, setting: BucketSetting): Pick<SettingRequest, 'body' | 'headers'> | undefined {
  switch (setting.name) {
    case 'policy':
      return setting.text === null ? undefined : { body: setting.text, headers: { 'content-type': 'application/json' } }
    case 'acl':
      return { headers: { [service === 's3' ? 'x-amz-acl' : 'x-oss-acl']: setting.acl } }
    case 'publicAccessBlock': {
      const switches = service === 's3' ? s3BlockSwitches : ['BlockPublicAccess']
      return xmlBody('PublicAccessBlockConfiguration', switches.map((name) => element(name, setting.blockPublicAccess)).join(''))
    }
    case 'cors':
      if (setting.rules.length === 0) return undefined
      return xmlBody('CORSConfiguration', setting.rules.map(corsRule).join('') + (service === 's3' ? '' : element('ResponseVary', setting.responseVary)))
    case 'referer':
      return xmlBody(
        'RefererConfiguration',
        element('AllowEmptyReferer', setting.allowEmptyReferer) +
          element('AllowTruncateQueryString', setting.allowTruncateQueryString) +
          element('TruncatePath', setting.truncatePath) +
          `<RefererList>${elements('Referer', setting.referers)}</RefererList>` +
          (setting.blacklist.length === 0 ? '' : `<RefererBlacklist>${elements('Referer', setting.blacklist)}</RefererBlacklist>`),
      )
    case 'requestPayment':
      return xmlBody('RequestPaymentConfiguration', element('Payer', setting.payer))
    case 'tags': {
      const all = Object.entries(setting.tags).map(([key, value]) => `<Tag>${element('Key', key)}${element('Value', value)}</Tag>`)
      return all.length === 0 ? undefined : xmlBody('Tagging', `<TagSet>${all.join('')}</TagSet>`)
    }
    case 'versioning':
      // A bucket that never had versioning says so by saying nothing.
      return xmlBody('VersioningConfiguration', setting.status === 'Unset' ? '' : element('Status', setting.status))
  }
}

function xmlBody(root: string, content: string): Pick<SettingRequest, 'body' | 'headers'> {
  return { body: `<?xml version="1.0" encoding="UTF-8"?><${root}>${content}</${root}>`, headers: { 'content-type': 'application/xml' } }
}

function element(name: string, text: string | number | boolean): string {
  return `<${name}>${escapeXml(String(text))}</${name}>`
}

function elements(name: string, texts: readonly string[]): string {
  return texts.map((text) => element(name, text)).join('')
}

function corsRule({ allowedOrigins, allowedMethods, allowedHeaders, exposeHeaders, maxAgeSeconds }: CorsRuleView): string {
  const lists = elements('AllowedOrigin', allowedOrigins) + elements('AllowedMethod', allowedMethods) + elements('AllowedHeader', allowedHeaders) + elements('ExposeHeader', exposeHeaders)
  return `<CORSRule>${lists}${maxAgeSeconds === undefined ? '' : element('MaxAgeSeconds', maxAgeSeconds)}</CORSRule>`
}

/** Escapes text for an element's content. Control characters XML 1.0 cannot hold become character references. */
export function escapeXml(text: string): string {
  // oxlint-disable-next-line no-control-regex -- exactly the characters that need it
  return text.replace(/[&<>"'\u0000-\u001f\u007f]/g, (character) => `&#${String(character.charCodeAt(0))};`)
}
