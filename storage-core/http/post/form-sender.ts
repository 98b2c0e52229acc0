import { ossError } from '../../model/oss-error.ts'
import { verifyForm } from '../../signature/post-policy.ts'
import { refuseForeignPages } from '../refuse-foreign-pages.ts'
import type { Identity, RequestContext } from '../request-context.ts'
import { checkFormPolicy, type FormPolicy, type LengthRange, parseFormPolicy } from './form-policy.ts'
import { formContentType } from './form-headers.ts'
import type { PostForm } from './read-form.ts'

export interface FormSender {
  readonly identity: Identity
  /** What the policy allows; absent when it does not say. */
  readonly lengthRange?: LengthRange
  /** Whose names the fields have. */
  readonly dialect: 'oss' | 's3'
}

/** The fields that a V4 signature does not cover by itself: the policy must. */
const boundByPolicy = ['x-oss-signature-version', 'x-oss-credential', 'x-oss-date'] as const

/**
 * Who sent a form, once its signature is checked and its policy holds for it.
 * @param key the object's name, with the name of the file in it
 * @throws OssError InvalidArgument, InvalidAccessKeyId, SignatureDoesNotMatch, InvalidPolicyDocument, AccessDenied
 */
export function findFormSender(context: RequestContext, form: PostForm, key: string): FormSender {
  const { security } = context
  const { fields } = form
  const verified = verifyForm(fields, { nowMs: security.nowMs(), findKey: security.findKey, signingKey: security.signingKey })
  if (verified.kind === 'anonymous') {
    if (context.identity.kind === 'anonymous' && !context.isFromAllowedPage) refuseForeignPages({ headers: context.headers, method: 'POST' })
    return { identity: context.identity, dialect: 'oss' }
  }
  const policy = parseFormPolicy(verified.policy)
  if (verified.dialect === 's3') requireEveryField(policy, form)
  else if (verified.version === 'v4') requireBoundFields(policy)
  const read = (name: string): readonly string[] => {
    if (name === 'bucket') return [context.bucket]
    const value = name === 'content-type' ? formContentType(form) : fields.get(name)
    if (value === undefined) return []
    // A policy may name the key as the form does, with the placeholder, or as it comes out.
    return name === 'key' ? [...new Set([key, value])] : [value]
  }
  const lengthRange = checkFormPolicy(policy, read, security.nowMs())
  return { identity: security.identify(verified.accessKeyId), dialect: verified.dialect, ...(lengthRange === undefined ? {} : { lengthRange }) }
}

const withoutCondition: ReadonlySet<string> = new Set(['awsaccesskeyid', 'file', 'policy', 'signature', 'x-amz-signature'])

/** AWS documentation, "Creating a POST policy": a field that the policy does not name makes the form invalid. */
function requireEveryField({ conditions }: FormPolicy, { fields }: PostForm): void {
  const named = new Set(conditions.map((condition) => (condition.kind === 'length' ? '' : condition.field)))
  const extra = [...fields.keys()].filter((name) => !named.has(name) && !withoutCondition.has(name) && !name.startsWith('x-ignore-'))
  if (!named.has('bucket')) extra.push('bucket')
  if (extra.length === 0) return
  throw ossError('AccessDenied', { message: `Invalid according to Policy: Extra input fields: ${extra.join(', ')}` })
}

function requireBoundFields({ conditions }: FormPolicy): void {
  for (const name of boundByPolicy) {
    if (conditions.some((condition) => condition.kind === 'eq' && condition.field === name)) continue
    throw ossError('AccessDenied', { message: `Invalid according to Policy: ${name} is not in the conditions.` })
  }
}
