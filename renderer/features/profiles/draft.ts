import { CredentialInput, problemOfProfile, ProfileFields, type Profile, type ProfileColour, type SecretKeeping } from '../../../electron/contract/profiles.ts'
import type { profiles } from '../../ui/i18n/en/profiles.ts'

export type DraftProblem = keyof (typeof profiles)['invalid']
export type Network = keyof (typeof profiles)['networks']

/** A connection while it is being described: text as it was typed. */
export interface Draft {
  readonly name: string
  readonly colour: ProfileColour
  readonly kind: 'oss' | 's3'
  /** How the endpoint follows from the region; `other`: it was typed. */
  readonly network: Network
  readonly endpoint: string
  readonly region: string
  readonly addressing: ProfileFields['addressing']
  readonly signatureVersion: ProfileFields['signatureVersion']
  readonly presetPath: string
  readonly readOnly: boolean
  readonly caCertificate: string
  readonly accessKeyId: string
  readonly accessKeySecret: string
  readonly temporary: boolean
  readonly securityToken: string
  /** As a date field has it, in local time; empty for unknown. */
  readonly expires: string
  readonly keep: SecretKeeping | undefined
  readonly acceptsUnprotected: boolean
}

/** OSS documentation, "Regions and endpoints". */
export function ossEndpoint(region: string, network: Exclude<Network, 'other'>): string {
  if (network === 'accelerate') return 'https://oss-accelerate.aliyuncs.com'
  return region === '' ? '' : `https://oss-${region}${network === 'internal' ? '-internal' : ''}.aliyuncs.com`
}

function networkOf({ kind, endpoint, region }: Pick<Profile, 'kind' | 'endpoint' | 'region'>): Network {
  if (kind !== 'oss') return 'other'
  const bare = (text: string) => text.replace(/^https:\/\//, '')
  return (['public', 'internal', 'accelerate'] as const).find((network) => bare(ossEndpoint(region, network)) === bare(endpoint)) ?? 'other'
}

const localTime = (timeMs: number): string => new Date(timeMs - new Date(timeMs).getTimezoneOffset() * 60_000).toISOString().slice(0, 16)

export function draftOf(profile: Profile | undefined, keychainAvailable: boolean): Draft {
  const keep = keychainAvailable ? ('keychain' as const) : undefined
  const secrets = { accessKeySecret: '', securityToken: '', acceptsUnprotected: false }
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
      accessKeyId: '',
      temporary: false,
      expires: '',
      keep,
    }
  }
  const { profileId: _profileId, secret: _secret, expiresMs, kind, ...rest } = profile
  const network = networkOf(profile)
  return { ...secrets, ...rest, kind: kind === 's3' ? 's3' : 'oss', network, temporary: expiresMs !== undefined, expires: expiresMs === undefined ? '' : localTime(expiresMs), keep }
}

/** The settings a draft describes. */
export function fieldsOf(draft: Draft): ProfileFields {
  const { name, colour, kind, network, endpoint, region, addressing, signatureVersion, presetPath, readOnly, caCertificate } = draft
  const address = kind === 'oss' && network !== 'other' ? ossEndpoint(region.trim(), network) : endpoint
  const trimmed = { name: name.trim(), endpoint: address.trim(), region: region.trim(), presetPath: presetPath.trim(), caCertificate: caCertificate.trim() }
  return { ...trimmed, colour, kind, addressing, signatureVersion, readOnly }
}

/** The key of a draft, or undefined when the one that is kept goes on. */
export function credentialOf(draft: Draft): CredentialInput | undefined {
  if (draft.accessKeySecret === '') return undefined
  const { accessKeyId, accessKeySecret, temporary, securityToken, expires } = draft
  return {
    accessKeyId: accessKeyId.trim(),
    accessKeySecret: accessKeySecret.trim(),
    ...(temporary ? { securityToken: securityToken.trim() } : {}),
    ...(temporary && expires !== '' ? { expiresMs: new Date(expires).getTime() } : {}),
  }
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
  if (credential === undefined) {
    // Another id is another key: the kept secret does not belong to it.
    const goesOn = former !== undefined && (former.secret === 'keychain' || former.secret === 'session' || former.secret === 'unprotected')
    if (draft.accessKeyId.trim() === '') return 'accessKeyId'
    return goesOn && draft.accessKeyId.trim() === former.accessKeyId ? undefined : 'accessKeySecret'
  }
  const key = CredentialInput.safeParse(credential)
  const wrong = key.success ? undefined : key.error.issues[0]?.path[0]
  if (wrong === 'accessKeyId' || wrong === 'accessKeySecret' || wrong === 'securityToken') return wrong
  if (draft.temporary && draft.securityToken.trim() === '') return 'securityToken'
  return undefined
}

/** Whether it is said how a new secret is kept; storing it unprotected takes an explicit yes. */
export function isKeepingChosen(draft: Draft): boolean {
  return credentialOf(draft) === undefined || draft.keep === 'keychain' || draft.keep === 'session' || (draft.keep === 'unprotected' && draft.acceptsUnprotected)
}
