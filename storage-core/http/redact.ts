const secretHeaders: ReadonlySet<string> = new Set(['authorization', 'x-oss-security-token', 'x-acs-security-token', 'x-amz-security-token', 'cookie', 'proxy-authorization', 'x-oss-callback'])
const secretParameter = /([?&](?:Signature|AccessKeyId|SecurityToken|x-oss-signature|security-token|x-oss-security-token|OSSAccessKeyId|x-oss-credential|callback|X-Amz-Signature|X-Amz-Credential|X-Amz-Security-Token|AWSAccessKeyId|auth_key)=)[^&#\s"]*/gi
const secretInText = /\b(OSS|AWS) [^\s:,"]+:[A-Za-z0-9+/=]+|(Credential|Signature)=[^\s,"&]+/g

const mask = '***'

/** A URL that may go into a log: parts that grant access or name a key pair are masked. */
export function redactUrl(url: string): string {
  return url.replaceAll(secretParameter, `$1${mask}`)
}

/** Headers that may go into a log. */
export function redactHeaders(headers: Readonly<Record<string, string | readonly string[] | undefined>>): Record<string, string> {
  const result: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue
    result[name] = secretHeaders.has(name.toLowerCase()) ? mask : redactText(String(value))
  }
  return result
}

/** Free text, such as an error's stack, that may quote a header or a link. */
export function redactText(text: string): string {
  return redactUrl(text).replaceAll(secretInText, (_, scheme: string | undefined, field: string | undefined) =>
    scheme === undefined ? `${field ?? ''}=${mask}` : `${scheme} ${mask}`,
  )
}
