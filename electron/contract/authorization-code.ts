import { ossPlaceOf, splitPresetPath, type CredentialInput, type Privilege } from './profiles.ts'

/** What an authorisation code of ossbrowser holds. */
export interface AuthorizationCode {
  readonly credential: CredentialInput
  /** Short id; empty when the code does not say. */
  readonly region: string
  /** Empty when the code does not say. */
  readonly endpoint: string
  /** `bucket/prefix/`; empty when the code does not say. */
  readonly presetPath: string
}

const longestCode = 64 * 1024
const visible = /^[\u0021-\u007e]+$/

function decode(text: string): string | undefined {
  const code = text.replaceAll(/\s+/g, '').replaceAll('-', '+').replaceAll('_', '/')
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(code)) return undefined
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(atob(code), (character) => character.codePointAt(0) ?? 0))
  } catch {
    // Not base64, or not text: then it is no code.
    return undefined
  }
}

function parseFields(json: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(json)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

const privileges: Readonly<Record<string, Privilege>> = { readonly: 'readOnly', all: 'readWrite', readwrite: 'readWrite' }

/**
 * Reads an authorisation code: base64 of a JSON object with `id`, `secret`, `stoken`, `privilege`, `expiration`, `osspath`, and
 * perhaps `region` and `eptpl`; the JSON itself is taken as well. Undefined when it is none. Source: ossbrowser's description
 * of its "STS Auth Token format".
 */
export function parseAuthorizationCode(text: string): AuthorizationCode | undefined {
  const trimmed = text.trim()
  if (trimmed === '' || trimmed.length > longestCode) return undefined
  const json = trimmed.startsWith('{') ? trimmed : decode(trimmed)
  const fields = json === undefined ? undefined : parseFields(json)
  if (fields === undefined) return undefined
  const textOf = (name: string): string => {
    const value = fields[name]
    return typeof value === 'string' ? value.trim() : ''
  }
  const [accessKeyId, accessKeySecret, securityToken] = [textOf('id'), textOf('secret'), textOf('stoken')]
  if (![accessKeyId, accessKeySecret, securityToken].every((part) => visible.test(part)) || accessKeyId.length > 256 || accessKeySecret.length > 1024 || securityToken.length > 16_384) return undefined
  const expiresMs = Date.parse(textOf('expiration'))
  const region = textOf('region').replace(/^oss-/, '').replace(/-internal$/, '')
  const template = textOf('eptpl').replace('{region}', textOf('region'))
  const place = ossPlaceOf(template)
  const presetPath = textOf('osspath').replace(/^oss:\/\//, '')
  return {
    credential: {
      accessKeyId,
      accessKeySecret,
      securityToken,
      ...(Number.isNaN(expiresMs) || expiresMs < 0 ? {} : { expiresMs }),
      privilege: privileges[textOf('privilege').toLowerCase()] ?? 'unknown',
    },
    region: /^[a-z0-9-]{1,64}$/i.test(region) ? region : (place?.region ?? ''),
    endpoint: /^https?:\/\/[^\s/@?#]+\/?$/i.test(template) && URL.canParse(template) ? template.replace(/\/$/, '') : '',
    presetPath: splitPresetPath(presetPath) === undefined || presetPath.length > 1100 ? '' : presetPath,
  }
}
