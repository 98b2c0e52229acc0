import { algorithmAws } from './aws-v4.ts'
import { formatIsoBasic } from './dates.ts'
import type { SigningCredential } from './sign.ts'
import { signV1 } from './v1.ts'
import { algorithmV4, awsService, createSigningKeyCache, scopeText, signV4 } from './v4.ts'

/** One condition of a policy, as the documents of PostObject write it. */
export type FormConditionText = Readonly<Record<string, string>> | readonly [string, string | number, string | number | readonly string[]]

export interface SignFormInput {
  /** Whose fields the form has, and which of its versions. AWS's V2 is the same as OSS's V1 but for a field's name. */
  readonly scheme: 'oss-v1' | 'oss-v4' | 'aws-v2' | 'aws-v4'
  readonly credential: SigningCredential
  /** Only V4 uses it. */
  readonly region: string
  /** Milliseconds since the epoch. */
  readonly now: number
  /** When the form ends, in milliseconds since the epoch. */
  readonly expiresMs: number
  /** What the form must hold, beside the fields of the signature, which are added. */
  readonly conditions: readonly FormConditionText[]
}

const signingKey = createSigningKeyCache()

/**
 * Signs an upload form (OSS documentation, "PostObject"; AWS documentation, "Browser-Based Uploads Using POST").
 * @returns the fields of the signature, the policy among them; put them in front of the file, in this order
 */
export function signForm(input: SignFormInput): Record<string, string> {
  const { scheme, credential } = input
  const isOss = scheme === 'oss-v1' || scheme === 'oss-v4'
  const prefix = isOss ? 'x-oss-' : 'x-amz-'
  const bound: Record<string, string> = credential.securityToken === undefined ? {} : { [`${prefix}security-token`]: credential.securityToken }
  if (scheme === 'oss-v1' || scheme === 'aws-v2') {
    const policy = policyOf(input, bound)
    const idField = isOss ? 'OSSAccessKeyId' : 'AWSAccessKeyId'
    return { [idField]: credential.accessKeyId, ...bound, policy, Signature: signV1(credential.accessKeySecret, policy) }
  }
  const date = formatIsoBasic(input.now)
  const scope = { date: date.slice(0, 8), region: input.region, product: isOss ? 'oss' : awsService }
  bound[isOss ? 'x-oss-signature-version' : 'x-amz-algorithm'] = isOss ? algorithmV4 : algorithmAws
  bound[`${prefix}credential`] = `${credential.accessKeyId}/${scopeText(scope)}`
  bound[`${prefix}date`] = date
  const policy = policyOf(input, bound)
  return { ...bound, policy, [`${prefix}signature`]: signV4(signingKey(credential.accessKeySecret, scope), policy) }
}

function policyOf({ expiresMs, conditions }: SignFormInput, bound: Readonly<Record<string, string>>): string {
  const own = Object.entries(bound).map(([name, value]) => ({ [name]: value }))
  const document = { expiration: new Date(expiresMs).toISOString(), conditions: [...conditions, ...own] }
  return Buffer.from(JSON.stringify(document), 'utf8').toString('base64')
}
