import type { ImportProblem } from '../../contract/imports.ts'
import { CredentialInput, ossPlaceOf, ProfileFields } from '../../contract/profiles.ts'
import { systemProxy } from '../../contract/proxy.ts'

/** A connection as another tool knows it. Holds its secret and never leaves main. */
export interface Candidate {
  readonly name: string
  readonly fields: ProfileFields
  readonly credential: CredentialInput
  readonly problem?: ImportProblem | undefined
}

export interface Described {
  readonly name: string
  readonly kind: 'oss' | 's3'
  readonly endpoint?: string | undefined
  readonly region?: string | undefined
  readonly addressing?: ProfileFields['addressing']
  readonly signatureVersion?: ProfileFields['signatureVersion'] | undefined
  readonly presetPath?: string
  readonly accessKeyId?: string | undefined
  readonly accessKeySecret?: string | undefined
  readonly securityToken?: string | undefined
  readonly problem?: ImportProblem | undefined
}

export const mostCandidates = 500

const withScheme = (endpoint: string): string => (endpoint === '' || /^https?:\/\//i.test(endpoint) ? endpoint : `https://${endpoint}`).replace(/\/+$/, '')

/** Fills in what follows from the rest, and says what is missing or wrong. */
export function candidateOf(described: Described): Candidate {
  const { name, kind, accessKeyId = '', accessKeySecret = '', securityToken = '', presetPath = '', addressing = 'automatic' } = described
  const given = withScheme(described.endpoint ?? '')
  const told = (described.region ?? '').replace(/^oss-/, '')
  const region = (kind === 'oss' ? ossPlaceOf(given)?.region : undefined) ?? told
  const usual = kind === 'oss' ? (region === '' ? '' : `https://oss-${region}.aliyuncs.com`) : `https://s3.${region === '' ? 'us-east-1' : region}.amazonaws.com`
  const fields = {
    name: name.slice(0, 100) || 'default',
    colour: 'none' as const,
    kind,
    endpoint: given === '' ? usual : given,
    region: region === '' && kind === 's3' ? 'us-east-1' : region,
    addressing,
    // Only V1 does without a region.
    signatureVersion: described.signatureVersion ?? (kind === 'oss' && region === '' ? ('v1' as const) : ('v4' as const)),
    presetPath,
    readOnly: false,
    caCertificate: '',
    proxy: systemProxy,
  }
  const credential = { accessKeyId, accessKeySecret, ...(securityToken === '' ? {} : { securityToken }) }
  const isWhole = accessKeyId !== '' && accessKeySecret !== '' && fields.endpoint !== ''
  const isValid = ProfileFields.safeParse(fields).success && CredentialInput.safeParse(credential).success
  const problem = described.problem ?? (isWhole ? (isValid ? undefined : 'invalid') : 'incomplete')
  return { name: fields.name, fields, credential, ...(problem === undefined ? {} : { problem }) }
}
