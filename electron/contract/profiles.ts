import { z } from 'zod'
import { isBucketName } from '../../storage-core/model/names.ts'
import { problemOfProxy, ProxySettings, systemProxy } from './proxy.ts'
import { ProfileId } from './addresses.ts'

/** Tells connections apart at a glance; `none` is the window's own grey. */
export const ProfileColour = z.enum(['none', 'blue', 'green', 'amber', 'red', 'purple'])
export type ProfileColour = z.infer<typeof ProfileColour>

/**
 * Where the bucket goes in a request. `automatic`: into the path for IP addresses and localhost, before the host otherwise.
 * `customDomain`: nowhere, the domain is bound to one bucket (OSS documentation, "Map custom domain names").
 */
export const Addressing = z.enum(['automatic', 'virtualHost', 'path', 'customDomain'])
export type Addressing = z.infer<typeof Addressing>

/** OSS signs with `v1` or `v4`, S3 with `v2` or `v4`. */
export const SignatureVersion = z.enum(['v1', 'v2', 'v4'])
export type SignatureVersion = z.infer<typeof SignatureVersion>

const profileShape = {
  name: z.string().trim().min(1).max(100),
  colour: ProfileColour,
  kind: z.enum(['oss', 's3']),
  /** `http://` or `https://` and a host, with a port if need be; without a scheme `https` is meant. */
  endpoint: z.string().trim().min(1).max(300),
  /** Short id such as `cn-hangzhou`. */
  region: z.string().trim().max(64).regex(/^[A-Za-z0-9_-]*$/),
  addressing: Addressing,
  signatureVersion: SignatureVersion,
  /** `bucket` or `bucket/prefix`: all that may be seen, so that no permission on the account or the bucket is needed. Empty for everything. */
  presetPath: z.string().trim().max(1100),
  readOnly: z.boolean(),
  /** PEM of a certificate authority that is trusted beside the usual ones; empty for none. */
  caCertificate: z.string().trim().max(100_000),
  proxy: ProxySettings.default(systemProxy),
}

/** What does not fit together in a connection's settings. */
export type ProfileProblem = 'endpoint' | 'endpointBucket' | 'regionMismatch' | 'proxyAddress' | 'pacAddress' | 'proxyBypass' | 'region' | 'signatureVersion' | 'presetPath' | 'bucketNeeded' | 'acceleratedBucketNeeded' | 'caCertificate'

type Checked = Readonly<Record<'kind' | 'endpoint' | 'region' | 'addressing' | 'signatureVersion' | 'presetPath' | 'caCertificate', string>> & { readonly proxy: ProxySettings }

function isEndpoint(text: string): boolean {
  const url = /^https?:\/\//i.test(text) ? text : `https://${text}`
  if (/[\s\\@]/.test(text) || !URL.canParse(url)) return false
  const { hostname, pathname, search, hash } = new URL(url)
  return hostname !== '' && pathname === '/' && search === '' && hash === ''
}

/**
 * What an OSS address says about itself: the region's short id, and a bucket that was left before it. Undefined for addresses
 * that are not Alibaba Cloud's. Source: OSS documentation, "Regions and endpoints".
 */
export function ossPlaceOf(endpoint: string): { readonly bucket?: string; readonly region?: string; readonly isInternal: boolean; readonly isAccelerated: boolean } | undefined {
  const host = endpoint.replace(/^https?:\/\//i, '').replace(/[/:].*$/, '').toLowerCase()
  const [, bucket, name = '', dualStackRegion] = /^(?:(.+)\.)?(?:oss-([a-z0-9-]+)|([a-z0-9-]+)\.oss)\.aliyuncs\.com$/.exec(host) ?? []
  if (name === '' && dualStackRegion === undefined) return undefined
  const isAccelerated = name === 'accelerate' || name === 'accelerate-overseas'
  const isInternal = name.endsWith('-internal')
  const region = dualStackRegion ?? name.replace(/-internal$/, '')
  return { isInternal, isAccelerated, ...(bucket === undefined ? {} : { bucket }), ...(isAccelerated ? {} : { region }) }
}

/** The bucket and the prefix, which may be empty, of a preset path. */
export function splitPresetPath(text: string): { readonly bucket: string; readonly prefix: string } | undefined {
  const [bucket = '', ...rest] = text.split('/')
  if (!isBucketName(bucket)) return undefined
  const prefix = rest.join('/')
  return { bucket, prefix: prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/` }
}

/** The first problem of settings whose fields are well-formed one by one; for the form and for main. */
export function problemOfProfile(fields: Checked): ProfileProblem | undefined {
  const { kind, endpoint, region, addressing, signatureVersion, presetPath, caCertificate } = fields
  if (!isEndpoint(endpoint)) return 'endpoint'
  const place = kind === 'oss' ? ossPlaceOf(endpoint) : undefined
  if (place?.bucket !== undefined && addressing !== 'customDomain') return 'endpointBucket'
  if (signatureVersion === 'v4' && place?.region !== undefined && region !== '' && place.region !== region) return 'regionMismatch'
  if (signatureVersion === (kind === 'oss' ? 'v2' : 'v1')) return 'signatureVersion'
  if (signatureVersion === 'v4' && region === '') return 'region'
  if (presetPath !== '' && splitPresetPath(presetPath) === undefined) return 'presetPath'
  if (addressing === 'customDomain' && presetPath === '') return 'bucketNeeded'
  // OSS documentation, "Transfer acceleration": everything but ListBuckets, PutBucket and DeleteBucket.
  if (place?.isAccelerated === true && presetPath === '') return 'acceleratedBucketNeeded'
  if (caCertificate !== '' && !/^-----BEGIN CERTIFICATE-----[\s\S]+-----END CERTIFICATE-----$/.test(caCertificate)) return 'caCertificate'
  return problemOfProxy(fields.proxy)
}

/** Settings whose fields are well-formed one by one, such as an earlier version kept them: whether they fit together may be judged otherwise today. */
export const KeptProfileFields = z.strictObject(profileShape)

/** A connection as the user describes it, without its key. */
export const ProfileFields = KeptProfileFields.superRefine((fields, context) => {
  const problem = problemOfProfile(fields)
  if (problem !== undefined) context.addIssue({ code: 'custom', message: problem })
})
export type ProfileFields = z.infer<typeof ProfileFields>

// Everything of a key travels in headers, where only visible ASCII may stand.
const visible = (maxLength: number) => z.string().trim().min(1).max(maxLength).regex(/^[\u0021-\u007e]+$/)

/** What an authorisation code says that its key may do; `unknown` when it says something else. */
export const Privilege = z.enum(['readOnly', 'readWrite', 'unknown'])
export type Privilege = z.infer<typeof Privilege>

/** A proxy's password on its way from the form to main. Empty for none; absent to go on with the one that is kept. */
// oxlint-disable-next-line no-control-regex -- what a password may not hold
const ProxyPassword = z.string().max(1024).regex(/^[^\u0000-\u001f\u007f]*$/).optional()

/** A key pair on its way from the form to main. There is no way back. */
export const CredentialInput = z.strictObject({
  accessKeyId: visible(256),
  accessKeySecret: visible(1024),
  /** Of a temporary (STS) credential. */
  securityToken: visible(16_384).optional(),
  /** When a temporary credential ends, in milliseconds since the epoch. */
  expiresMs: z.number().int().min(0).optional(),
  /** Of a credential that came as an authorisation code. */
  privilege: Privilege.optional(),
})
export type CredentialInput = z.infer<typeof CredentialInput>

/** `keychain` fails where the system has none: main never chooses another way by itself. */
export const SecretKeeping = z.enum(['keychain', 'session', 'unprotected'])
export type SecretKeeping = z.infer<typeof SecretKeeping>

/** A connection as the window sees it. Its secret is not part of it. */
export const Profile = z.object({
  ...profileShape,
  profileId: ProfileId,
  kind: z.enum(['local', 'oss', 's3']),
  /** Of the local store empty while it does not run. */
  endpoint: z.string(),
  region: z.string(),
  accessKeyId: z.string(),
  expiresMs: z.number().optional(),
  privilege: Privilege.optional(),
  /** Whether the key comes with a security token, and so ends. */
  isTemporary: z.boolean().optional(),
  /** Whether a password for the proxy is kept. */
  hasProxyPassword: z.boolean().optional(),
  /** How the secret is kept; `missing` when it was for one session, `locked` when the keychain does not open it, `none` for the local store. */
  secret: z.enum(['keychain', 'session', 'unprotected', 'missing', 'locked', 'none']),
})
export type Profile = z.infer<typeof Profile>

export const ProfilesState = z.object({
  /** The local store first, then in the order they were made. */
  profiles: z.array(Profile),
  keychain: z.object({
    available: z.boolean(),
    /** What the system calls it. */
    name: z.string(),
  }),
  /** Set when the file could not be read, wholly or in part, and was put aside under this name. */
  recoveredFrom: z.string().optional(),
})
export type ProfilesState = z.infer<typeof ProfilesState>

export const NewProfile = z.strictObject({ fields: ProfileFields, credential: CredentialInput, proxyPassword: ProxyPassword, keep: SecretKeeping })
/** Without a credential the former key stays. */
export const ProfileChange = z.strictObject({
  profileId: ProfileId,
  fields: ProfileFields,
  credential: CredentialInput.optional(),
  proxyPassword: ProxyPassword,
  keep: SecretKeeping.optional(),
})
/** What a form holds; without a credential that of the profile is used. */
export const ProfileTrial = z.strictObject({ fields: ProfileFields, credential: CredentialInput.optional(), proxyPassword: ProxyPassword, profileId: ProfileId.optional() })
/** What answered: the account's buckets, or the preset path. */
export const ProfileTrialResult = z.object({ checked: z.enum(['buckets', 'path']), count: z.number() })
export type ProfileTrialResult = z.infer<typeof ProfileTrialResult>
