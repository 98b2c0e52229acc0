import { parseAuthorizationCode } from '../../../electron/contract/authorization-code.ts'
import { CredentialInput, problemOfProfile, ProfileFields, type Profile, type ProfileColour, type SecretKeeping } from '../../../electron/contract/profiles.ts'
import { systemProxy, type ProxySettings } from '../../../electron/contract/proxy.ts'
import type { profiles } from '../../ui/i18n/en/profiles.ts'

export type DraftProblem = keyof (typeof profiles)['invalid']
export type Network = keyof (typeof profiles)['networks']
/** How a key is given: for good, for a while, or as an authorisation code. */
export type KeyKind = keyof (typeof profiles)['keyKinds']

/** A connection while it is being described: text as it was typed. */
export interface Draft {
  readonly name: string
  readonly colour: ProfileColour
  readonly kind: 'oss' | 's3'
  /** How the endpoint follows from the region; `cname` and `other`: it was typed. */
  readonly network: Network
  readonly endpoint: string
  readonly region: string
  readonly addressing: ProfileFields['addressing']
  readonly signatureVersion: ProfileFields['signatureVersion']
  readonly presetPath: string
  readonly readOnly: boolean
  readonly caCertificate: string
  readonly proxy: ProxySettings
  /** Empty where the kept one goes on. */
  readonly proxyPassword: string
  readonly accessKeyId: string
  readonly accessKeySecret: string
  readonly keyKind: KeyKind
  /** An authorisation code as it was pasted; it holds the whole key. */
  readonly code: string
  readonly securityToken: string
  /** As a date field has it, in local time; empty for unknown. */
  readonly expires: string
  readonly keep: SecretKeeping | undefined
  readonly acceptsUnprotected: boolean
}

/** OSS documentation, "Regions and endpoints". */
export function ossEndpoint(region: string, network: Exclude<Network, 'other' | 'cname'>): string {
  if (network === 'accelerate') return 'https://oss-accelerate.aliyuncs.com'
  return region === '' ? '' : `https://oss-${region}${network === 'internal' ? '-internal' : ''}.aliyuncs.com`
}

function networkOf({ kind, endpoint, region, addressing }: Pick<Profile, 'kind' | 'endpoint' | 'region' | 'addressing'>): Network {
  if (kind !== 'oss') return 'other'
  if (addressing === 'customDomain') return 'cname'
  const bare = (text: string) => text.replace(/^https:\/\//, '')
  return (['public', 'internal', 'accelerate'] as const).find((network) => bare(ossEndpoint(region, network)) === bare(endpoint)) ?? 'other'
}

export const isTypedEndpoint = ({ kind, network }: Pick<Draft, 'kind' | 'network'>): boolean => kind === 's3' || network === 'other' || network === 'cname'

export const localTime = (timeMs: number): string => new Date(timeMs - new Date(timeMs).getTimezoneOffset() * 60_000).toISOString().slice(0, 16)

export function draftOf(profile: Profile | undefined, keychainAvailable: boolean): Draft {
  const keep = keychainAvailable ? ('keychain' as const) : undefined
  const secrets = { accessKeySecret: '', securityToken: '', code: '', proxyPassword: '', acceptsUnprotected: false }
  if (profile === undefined || profile.kind === 'local') {
    return {
      ...secrets,
      name: '',
      colour: 'none',
      kind: 'oss',
      network: 'public',
      endpoint: ossEndpoint('cn-hangzhou', 'public'),
      region: 'cn-hangzhou',
      addressing: 'automatic',
      signatureVersion: 'v4',
      presetPath: '',
      readOnly: false,
      caCertificate: '',
      proxy: systemProxy,
      accessKeyId: '',
      keyKind: 'accessKey',
      expires: '',
      keep,
    }
  }
  const { profileId: _profileId, secret: _secret, expiresMs, kind, privilege, isTemporary = false, hasProxyPassword: _hasProxyPassword, ...rest } = profile
  const network = networkOf(profile)
  return { ...secrets, ...rest, kind: kind === 's3' ? 's3' : 'oss', network, keyKind: privilege === undefined ? (isTemporary || expiresMs !== undefined ? 'sts' : 'accessKey') : 'code', expires: expiresMs === undefined ? '' : localTime(expiresMs), keep }
}

/** What belongs to another mode is not kept: nobody would see it. */
function trimProxy({ mode, address, bypass, username }: ProxySettings): ProxySettings {
  return {
    mode,
    address: mode === 'manual' || mode === 'pac' ? address.trim() : '',
    bypass: mode === 'manual' ? bypass.trim() : '',
    username: mode === 'none' ? '' : username.trim(),
  }
}

/** The settings of a connection without what belongs to its key. */
export function fieldsOfProfile({ name, colour, kind, endpoint, region, addressing, signatureVersion, presetPath, readOnly, caCertificate, proxy }: Profile): ProfileFields {
  return { name, colour, kind: kind === 's3' ? 's3' : 'oss', endpoint, region, addressing, signatureVersion, presetPath, readOnly, caCertificate, proxy }
}

/** The settings a draft describes. */
export function fieldsOf(draft: Draft): ProfileFields {
  const { name, colour, kind, network, endpoint, region, addressing, signatureVersion, presetPath, readOnly, caCertificate, proxy } = draft
  const address = kind === 'oss' && network !== 'other' && network !== 'cname' ? ossEndpoint(region.trim(), network) : endpoint
  const trimmed = { name: name.trim(), endpoint: address.trim(), region: region.trim(), presetPath: presetPath.trim(), caCertificate: caCertificate.trim() }
  return { ...trimmed, colour, kind, addressing, signatureVersion, readOnly, proxy: trimProxy(proxy) }
}

/** The key of a draft, or undefined when the one that is kept goes on. */
export function credentialOf(draft: Draft): CredentialInput | undefined {
  if (draft.keyKind === 'code') return parseAuthorizationCode(draft.code)?.credential
  if (draft.accessKeySecret === '') return undefined
  const { accessKeyId, accessKeySecret, keyKind, securityToken, expires } = draft
  const temporary = keyKind === 'sts'
  return {
    accessKeyId: accessKeyId.trim(),
    accessKeySecret: accessKeySecret.trim(),
    ...(temporary ? { securityToken: securityToken.trim() } : {}),
    ...(temporary && expires !== '' ? { expiresMs: new Date(expires).getTime() } : {}),
  }
}

/** What is sent of the proxy's password: nothing where the kept one goes on. */
export function proxyPasswordOf({ proxyPassword }: Draft): { readonly proxyPassword?: string } {
  return proxyPassword === '' ? {} : { proxyPassword }
}

/** What a form holds, to be tried. */
export function trialOf(draft: Draft, profile: Profile | undefined): { fields: ProfileFields; credential?: CredentialInput; proxyPassword?: string; profileId?: string } {
  const credential = credentialOf(draft)
  return { fields: fieldsOf(draft), ...(credential === undefined ? {} : { credential }), ...proxyPasswordOf(draft), ...(profile === undefined ? {} : { profileId: profile.profileId }) }
}

/** The first thing to put right. @param former the connection being changed, whose key may go on */
export function problemOf(draft: Draft, former: Profile | undefined): DraftProblem | undefined {
  const fields = fieldsOf(draft)
  if (fields.name === '') return 'name'
  const problem = problemOfProfile(fields)
  if (problem !== undefined) return problem
  const parsed = ProfileFields.safeParse(fields)
  if (!parsed.success) return parsed.error.issues.some(({ path }) => path[0] === 'region') ? 'region' : 'endpoint'
  const credential = credentialOf(draft)
  const isKept = former !== undefined && (former.secret === 'keychain' || former.secret === 'session' || former.secret === 'unprotected')
  if (draft.keyKind === 'code') {
    if (credential === undefined) return isKept && former.privilege !== undefined && draft.code.trim() === '' ? undefined : 'code'
    return credential.expiresMs !== undefined && credential.expiresMs <= Date.now() ? 'codeExpired' : undefined
  }
  if (credential === undefined) {
    // Another id is another key, and so is one of another kind: the kept secret does not belong to it.
    const goesOn = isKept && draft.keyKind === draftOf(former, true).keyKind
    if (draft.accessKeyId.trim() === '') return 'accessKeyId'
    return goesOn && draft.accessKeyId.trim() === former.accessKeyId ? undefined : 'accessKeySecret'
  }
  const key = CredentialInput.safeParse(credential)
  const wrong = key.success ? undefined : key.error.issues[0]?.path[0]
  if (wrong === 'accessKeyId' || wrong === 'accessKeySecret' || wrong === 'securityToken') return wrong
  if (draft.keyKind === 'sts' && draft.securityToken.trim() === '') return 'securityToken'
  return undefined
}

/** What a pasted code says about the place fills the form; a code that is none changes nothing else. */
export function withCode(draft: Draft, code: string): Partial<Draft> {
  const parsed = parseAuthorizationCode(code)
  if (parsed === undefined) return { code }
  const { region, endpoint, presetPath, credential } = parsed
  const place = { kind: 'oss' as const, region: region === '' ? draft.region : region }
  const network: Partial<Draft> = endpoint === '' ? (draft.network === 'internal' || draft.network === 'accelerate' ? {} : { network: 'public' }) : { network: networkOf({ ...place, endpoint, addressing: 'automatic' }), endpoint }
  const versions = draft.kind === 's3' ? { signatureVersion: 'v4' as const, addressing: 'automatic' as const } : {}
  return { code, ...place, ...network, ...versions, presetPath: presetPath === '' ? draft.presetPath : presetPath, readOnly: draft.readOnly || credential.privilege === 'readOnly' }
}

/** Whether it is said how a new secret is kept; storing it unprotected takes an explicit yes. */
export function isKeepingChosen(draft: Draft): boolean {
  return credentialOf(draft) === undefined || draft.keep === 'keychain' || draft.keep === 'session' || (draft.keep === 'unprotected' && draft.acceptsUnprotected)
}
