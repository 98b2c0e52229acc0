import { parseAuthorizationCode } from '../../contract/authorization-code.ts'
import type { ImportProblem, ImportSource } from '../../contract/imports.ts'
import type { ProfileFields } from '../../contract/profiles.ts'
import { candidateOf, mostCandidates, type Candidate } from './candidate.ts'
import { parseIni, type IniSection } from './ini.ts'

type Values = IniSection['values']

const ossutilModes: Readonly<Record<string, ImportProblem | undefined>> = { ramrolearn: 'role', ecsramrole: 'role', oidc: 'role', process: 'process', external: 'process', credentialsuri: 'process', credentialuri: 'process' }
const ossutilAddressing: Readonly<Record<string, ProfileFields['addressing']>> = { path: 'path', virtual: 'automatic', cname: 'customDomain' }

function ossutilProblem(values: Values): ImportProblem | undefined {
  const mode = (values.get('mode') ?? '').toLowerCase()
  if (mode !== '' && mode in ossutilModes) return ossutilModes[mode]
  return values.get('accesskeyid') === undefined && (values.has('ecsrolename') || values.has('ramrolearn') || values.has('rolearn')) ? 'role' : undefined
}

function fromOssutil(name: string, values: Values): Candidate {
  const version = (values.get('signversion') ?? '').toLowerCase()
  return candidateOf({
    name,
    kind: 'oss',
    endpoint: values.get('endpoint'),
    region: values.get('region'),
    addressing: ossutilAddressing[(values.get('addressingstyle') ?? '').toLowerCase()] ?? 'automatic',
    signatureVersion: version === 'v1' || version === 'v4' ? version : undefined,
    accessKeyId: values.get('accesskeyid'),
    accessKeySecret: values.get('accesskeysecret'),
    securityToken: values.get('ststoken'),
    problem: ossutilProblem(values),
  })
}

/**
 * ossutil 1 keeps one key in `[Credentials]`, and endpoints and domains of single buckets in `[Bucket-Endpoint]` and
 * `[Bucket-Cname]`; ossutil 2 keeps profiles in `[default]` and `[profile NAME]`. Source: OSS documentation, "Configure
 * ossutil" and "ossutil 2.0 new features".
 */
export function parseOssutil(text: string): Candidate[] {
  const sections = parseIni(text)
  const byName = new Map(sections.map((section) => [section.name.replace(/^profile\s+/i, '').toLowerCase(), section.values]))
  const candidates: Candidate[] = []
  for (const { name, values } of sections) {
    const plain = name.replace(/^profile\s+/i, '')
    const kind = plain.toLowerCase()
    if (kind === 'credentials') candidates.push(fromOssutil('ossutil', values))
    else if (kind === 'akservice' && values.has('ecsak')) candidates.push(candidateOf({ name: 'ossutil (ECS)', kind: 'oss', problem: 'role' }))
    else if (kind !== 'bucket-endpoint' && kind !== 'bucket-cname' && (kind !== 'default' || values.has('accesskeyid') || values.has('mode'))) {
      const base = byName.get((values.get('sourceprofile') ?? '').toLowerCase())
      const isProfile = ['accesskeyid', 'mode', 'endpoint', 'region', 'sourceprofile'].some((key) => values.has(key))
      if (isProfile) candidates.push(fromOssutil(plain, new Map([...(base ?? []), ...values])))
    }
  }
  const [credentials] = candidates
  for (const { name, entries } of sections) {
    const isDomain = name.toLowerCase() === 'bucket-cname'
    if (credentials === undefined || (!isDomain && name.toLowerCase() !== 'bucket-endpoint')) continue
    for (const [bucket, endpoint] of entries) {
      const { region } = credentials.fields
      const { accessKeyId, accessKeySecret, securityToken } = credentials.credential
      candidates.push(candidateOf({ name: bucket, kind: 'oss', endpoint, region, presetPath: bucket, addressing: isDomain ? 'customDomain' : 'automatic', accessKeyId, accessKeySecret, securityToken, problem: credentials.problem }))
    }
  }
  return candidates.slice(0, mostCandidates)
}

function awsProblem(values: Values): ImportProblem | undefined {
  if (values.has('ssosession') || values.has('ssostarturl')) return 'sso'
  if (values.has('credentialprocess')) return 'process'
  if (values.has('rolearn') || values.has('webidentitytokenfile')) return 'role'
  return undefined
}

/** `config` and `credentials` of the AWS tools, which together hold profiles. Source: AWS CLI User Guide, "Configuration and credential file settings". */
export function parseAws(texts: readonly string[]): Candidate[] {
  const profiles = new Map<string, Map<string, string>>()
  const services = new Map<string, Values>()
  for (const text of texts) {
    for (const { name, values } of parseIni(text)) {
      const [, word, rest] = /^(profile|services|sso-session|plugins|preview)(?:\s+(.*))?$/i.exec(name) ?? []
      if (word?.toLowerCase() === 'services') services.set(rest ?? '', values)
      else if (word === undefined || word.toLowerCase() === 'profile') {
        const profile = (rest ?? name).replaceAll(/^["']|["']$/g, '')
        profiles.set(profile, new Map([...(profiles.get(profile) ?? []), ...values]))
      }
    }
  }
  const candidates = [...profiles].map(([name, values]) => {
    const style = values.get('s3.addressingstyle') ?? values.get('addressingstyle')
    return candidateOf({
      name: `aws ${name}`,
      kind: 's3',
      endpoint: values.get('s3.endpointurl') ?? services.get(values.get('services') ?? '')?.get('s3.endpointurl') ?? values.get('endpointurl'),
      region: values.get('region'),
      addressing: style === 'path' ? 'path' : style === 'virtual' ? 'virtualHost' : 'automatic',
      accessKeyId: values.get('awsaccesskeyid'),
      accessKeySecret: values.get('awssecretaccesskey'),
      securityToken: values.get('awssessiontoken'),
      problem: awsProblem(values),
    })
  })
  return candidates.slice(0, mostCandidates)
}

/** Remotes of type s3 in rclone's file; others are left out. Source: rclone documentation, "Amazon S3 Storage Providers". */
export function parseRclone(text: string): Candidate[] {
  return parseIni(text)
    .filter(({ values }) => values.get('type') === 's3')
    .slice(0, mostCandidates)
    .map(({ name, values }) => {
      const provider = (values.get('provider') ?? '').toLowerCase()
      const isOss = provider === 'alibaba' && /^(?:https?:\/\/)?oss-/i.test(values.get('endpoint') ?? '')
      const hasOwnHost = isOss || provider === 'aws' || provider === 'alibaba' || provider === ''
      const isPath = (values.get('forcepathstyle') ?? (hasOwnHost ? 'false' : 'true')) === 'true'
      return candidateOf({
        name,
        kind: isOss ? 'oss' : 's3',
        endpoint: values.get('endpoint'),
        region: values.get('region'),
        addressing: isPath ? 'path' : 'automatic',
        accessKeyId: values.get('accesskeyid'),
        accessKeySecret: values.get('secretaccesskey'),
        securityToken: values.get('sessiontoken'),
        problem: values.get('envauth') === 'true' ? 'environment' : provider !== 'aws' && provider !== '' && !values.get('endpoint') ? 'incomplete' : undefined,
      })
    })
}

/** An authorisation code of ossbrowser in a file. What ossbrowser saves for itself is encrypted in a form it does not describe. */
export function parseOssbrowser(text: string, nowMs: number): Candidate[] {
  const code = parseAuthorizationCode(text)
  if (code === undefined) return []
  const { credential, region, endpoint, presetPath } = code
  const { accessKeyId, accessKeySecret, securityToken } = credential
  const candidate = candidateOf({ name: presetPath === '' ? 'ossbrowser' : presetPath.replace(/\/$/, ''), kind: 'oss', endpoint, region, presetPath, accessKeyId, accessKeySecret, securityToken })
  const isOver = credential.expiresMs !== undefined && credential.expiresMs <= nowMs
  return [{ ...candidate, credential, fields: { ...candidate.fields, readOnly: credential.privilege === 'readOnly' }, ...(isOver ? { problem: 'expired' as const } : {}) }]
}

/** Reads a file whose tool is told by what is in it; undefined when it is of none of them. */
export function parseUnknown(text: string, nowMs: number): { readonly source: ImportSource; readonly candidates: Candidate[] } | undefined {
  const of = (source: ImportSource, candidates: Candidate[]) => ({ source, candidates })
  const code = parseOssbrowser(text, nowMs)
  if (code.length > 0) return of('ossbrowser', code)
  if (/^\s*type\s*=\s*\w+/m.test(text)) return of('rclone', parseRclone(text))
  if (/^\s*(?:aws_|sso_|role_arn|credential_process)/im.test(text)) return of('aws', parseAws([text]))
  if (/^\s*(?:access-?key-?id|mode|ramRoleArn)\s*=/im.test(text) || /^\s*\[Credentials\]/im.test(text)) return of('ossutil', parseOssutil(text))
  return undefined
}
