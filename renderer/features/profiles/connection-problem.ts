import type { OssErrorWire } from '../../../electron/contract/error-wire.ts'
import type { profiles } from '../../ui/i18n/en/profiles.ts'

export type ConnectionProblem = keyof (typeof profiles)['problem']

/** What the system says of a host that cannot be reached: Node's and TLS's own codes. */
const byCause: readonly (readonly [RegExp, ConnectionProblem])[] = [
  [/^(ENOTFOUND|EAI_AGAIN)$/, 'notFound'],
  [/^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH)$/, 'refused'],
  [/^ETIMEDOUT$/, 'timedOut'],
  [/ALTNAME/, 'certificateName'],
  [/^CERT_(HAS_EXPIRED|NOT_YET_VALID)$/, 'certificateExpired'],
  [/SELF_SIGNED|UNABLE_TO_(VERIFY|GET_ISSUER)|CERT/, 'certificate'],
  [/SSL|EPROTO|WRONG_VERSION/, 'plainForTls'],
]

const byCode: Readonly<Record<string, ConnectionProblem>> = {
  InvalidAccessKeyId: 'key',
  SignatureDoesNotMatch: 'signature',
  InvalidSecurityToken: 'token',
  SecurityTokenExpired: 'token',
  ProxyUnreachable: 'proxy',
  ProxyRefused: 'proxy',
  ProxyAuthenticationRequired: 'proxyKey',
  ProxyScriptUnusable: 'proxy',
  InvalidToken: 'token',
  ExpiredToken: 'token',
  AccessDenied: 'denied',
  NoSuchBucket: 'noBucket',
  RequestTimeTooSkewed: 'clock',
  AuthorizationHeaderMalformed: 'region',
  PermanentRedirect: 'region',
  TemporaryRedirect: 'region',
  MalformedAnswer: 'notService',
  MethodNotAllowed: 'notService',
  NoSuchKey: 'notService',
  Http301: 'notService',
  Http302: 'notService',
}

/** What stands in the way of a connection, as far as it can be said in a sentence of its own. */
export function connectionProblem({ code, details }: Pick<OssErrorWire, 'code' | 'details'>): ConnectionProblem | undefined {
  const cause = details?.['cause'] ?? ''
  if (code === 'NetworkUnreachable') return byCause.find(([pattern]) => pattern.test(cause))?.[1]
  return byCode[code]
}
