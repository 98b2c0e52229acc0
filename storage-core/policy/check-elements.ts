import { compileWildcard } from './wildcard.ts'
import { parseAssumedRole, splitResource } from './compile-policy.ts'
import type { TrustedPrincipals } from './document.ts'
import { describe, quote, readTexts, type Place } from './policy-problems.ts'
import { isJsonObject } from './strict-json.ts'

// Other services have names of their own habits.
const serviceAction = /^[a-z0-9_*-]+:[\w*./-]+$/i
const ossAction = /^oss:[a-z0-9*]+$/i
const stsAction = /^sts:[a-z0-9*]+$/i

/** Reads Action or NotAction. Names that OSS does not have are kept: they match nothing, as names it gets later would. */
export function readActions(place: Place, kind: 'bucket' | 'ram' | 'session' | 'trust'): readonly string[] | undefined {
  const names = readTexts(place, 'the name of an action')
  const [pattern, form] =
    kind === 'bucket' ? [ossAction, 'oss:Name'] : kind === 'trust' ? [stsAction, 'sts:Name'] : [serviceAction, 'service:Name']
  for (const name of names ?? []) {
    if (name !== '' && !(name === '*' && kind !== 'trust') && !pattern.test(name)) {
      place.report(`${quote(name)} is no action; actions are written ${form}, with * for any run of letters.`)
    }
  }
  return names
}

/** Reads Principal of a bucket policy. */
export function readPrincipals(place: Place): readonly string[] | undefined {
  const { value, report } = place
  if (Array.isArray(value) && value.length === 0) return ['*']
  const names = readTexts(place, 'a UID, an assumed role, or *')
  for (const name of names ?? []) {
    if (name === '' || name === '*' || /^\d+$/.test(name)) continue
    const role = parseAssumedRole(name)
    if (role === undefined) report(`${quote(name)} is no UID, no arn:sts::UID:assumed-role/ROLE/SESSION, and not *.`)
    else if (role.roleName.includes('*')) report(`${quote(name)}: the name of the role must not have * in it.`)
    else if (role.sessionName.includes('*') && role.sessionName !== '*') {
      report(`${quote(name)}: the session is a name, or * for all of them.`)
    }
  }
  return names
}

/** Reads Resource of a policy of this bucket: nothing in it may be about another one. */
export function readBucketResources(place: Place, bucket: { readonly name: string; readonly ownerId: string }) {
  const texts = readTexts(place, 'a resource')
  for (const text of texts ?? []) {
    if (text !== '' && text !== '*') {
      const problem = bucketResourceProblem(text, bucket)
      if (problem !== undefined) place.report(`${quote(text)} ${problem}`)
    }
  }
  return texts
}

function bucketResourceProblem(text: string, { name, ownerId }: { name: string; ownerId: string }): string | undefined {
  const parts = splitResource(text)
  if (parts === undefined) return 'is no resource; resources are written acs:oss:*:ACCOUNT:BUCKET/KEY.'
  if (parts.service !== 'oss') return 'is not a resource of OSS.'
  if (!/^(\*|[a-z0-9-]+)$/.test(parts.region)) return 'has no region; write * for it.'
  if (parts.account !== '*' && parts.account !== ownerId) {
    return `names another account than the bucket's owner; write * or ${ownerId} for it.`
  }
  if (parts.relative === '') return 'names no bucket.'
  const slash = parts.relative.indexOf('/')
  const bucketPart = slash === -1 ? parts.relative : parts.relative.slice(0, slash)
  return compileWildcard(bucketPart, false).matches(name) ? undefined : `is not in the bucket ${name}.`
}

/** Reads Resource or NotResource of a RAM policy, which may be about any service. */
export function readResources(place: Place): readonly string[] | undefined {
  const texts = readTexts(place, 'a resource')
  for (const text of texts ?? []) {
    if (text === '' || text === '*') continue
    const parts = splitResource(text)
    if (parts === undefined || parts.service === '' || parts.account === '' || parts.relative === '') {
      place.report(`${quote(text)} is no resource; resources are written acs:SERVICE:REGION:ACCOUNT:RESOURCE.`)
    }
  }
  return texts
}

const trusted = {
  RAM: /^acs:ram::\d+:(root|(user|role)\/[^/*\s]+)$/,
  Service: /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i,
  Federated: /^acs:ram::\d+:(saml|oidc)-provider\/[^/*\s]+$/,
} as const
const trustedForms = {
  RAM: 'acs:ram::UID:root, acs:ram::UID:user/NAME or acs:ram::UID:role/NAME',
  Service: 'the name of a service, such as ecs.aliyuncs.com',
  Federated: 'acs:ram::UID:saml-provider/NAME or acs:ram::UID:oidc-provider/NAME',
} as const

/** Reads Principal of a trust policy. RAM documentation, "Modify the trust policy of a RAM role". */
export function readTrustedPrincipals({ value, report }: Place): TrustedPrincipals | undefined {
  if (!isJsonObject(value)) {
    report(`must be an object with RAM, Service or Federated in it, and is ${describe(value)}.`)
    return undefined
  }
  if (value.size === 0) report('names nobody.')
  const read: { -readonly [Kind in keyof TrustedPrincipals]: TrustedPrincipals[Kind] } = {}
  for (const [kind, list] of value) {
    if (kind !== 'RAM' && kind !== 'Service' && kind !== 'Federated') {
      report(`${quote(kind)} is none of RAM, Service and Federated.`)
      continue
    }
    const texts = readTexts({ value: list, report: (reason) => report(`${kind} ${reason}`) }, trustedForms[kind])
    for (const text of texts ?? []) {
      if (text !== '' && !trusted[kind].test(text)) report(`${quote(text)} is not ${trustedForms[kind]}.`)
    }
    if (texts !== undefined) read[kind] = texts
  }
  return read
}
