import type { OssErrorCode } from '../../model/error-table.ts'
import type { QueryPair } from '../request.ts'
import { presignAwsUrl, signAwsRequest } from '../sign-aws.ts'
import { presignUrl, signRequest, type SigningCredential } from '../sign.ts'

/** A request on one object that no service may take for signed. */
export interface MalformedCase {
  readonly name: string
  readonly query: readonly QueryPair[]
  readonly headers: Readonly<Record<string, string>>
  readonly code: OssErrorCode
}

export interface MalformedBase {
  readonly bucket: string
  readonly key: string
  readonly host: string
  readonly credential: SigningCredential
  readonly now: number
}

const minuteMs = 60_000
/** Long enough for a slow machine to send them all. */
const linkSeconds = 600

/** Well-formed signatures with one thing wrong each, and the error that the documentation has for it. */
export function malformedSignatures(base: MalformedBase): readonly MalformedCase[] {
  return [...v1Headers(base), ...v1Links(base), ...v4Headers(base), ...v4Links(base), ...awsV4Headers(base), ...awsV4Links(base), ...awsV2(base), ...mixed(base)]
}

type Headers = Record<string, string>
type Change = (headers: Headers) => Headers
const without = (name: string): Change => (headers) => Object.fromEntries(Object.entries(headers).filter(([each]) => each !== name))
const set = (name: string, value: string): Change => (headers) => ({ ...headers, [name]: value })
const edit = (name: string, from: string | RegExp, to: string): Change => (headers) => ({ ...headers, [name]: (headers[name] ?? '').replace(from, to) })
const editAuthorization = (from: string | RegExp, to: string) => edit('authorization', from, to)

type Row = readonly [name: string, change: Change, code: OssErrorCode]
const casesOf = (scheme: string, headers: Headers, rows: readonly Row[]): MalformedCase[] =>
  rows.map(([name, change, code]) => ({ name: `${scheme}: ${name}`, query: [], headers: change(headers), code }))

type LinkRow = readonly [name: string, change: (query: readonly QueryPair[]) => readonly QueryPair[], code: OssErrorCode]
const drop = (name: string) => (query: readonly QueryPair[]) => query.filter(([each]) => each !== name)
const put = (name: string, value: string) => (query: readonly QueryPair[]) => query.map((pair): QueryPair => (pair[0] === name ? [name, value] : pair))
const repeat = (name: string) => (query: readonly QueryPair[]) => [...query, ...query.filter(([each]) => each === name)]
const add = (name: string, value: string) => (query: readonly QueryPair[]): readonly QueryPair[] => [...query, [name, value]]
const linksOf = (scheme: string, query: readonly QueryPair[], headers: Headers, rows: readonly LinkRow[]): MalformedCase[] =>
  rows.map(([name, change, code]) => ({ name: `${scheme}: ${name}`, query: change(query), headers, code }))

const ossInput = ({ bucket, key, credential, now }: MalformedBase) => ({ method: 'GET', bucket, key, region: 'cn-hangzhou', credential, now })
const awsInput = (base: MalformedBase) => ({ ...ossInput(base), host: base.host, addressing: 'path' as const, version: 'v4' as const })

/** Dates that are none, for the headers of OSS. */
const noDates = [
  '',
  'yesterday',
  '0',
  '-1',
  '1767323045',
  '2026-01-02T03:04:05Z',
  '20260102',
  '20260102T030405',
  '20260102T030405+08',
  '20260102T250405Z',
  '20260102T030465X',
  '20261302T030405Z',
  '20260231T030405Z',
  '00000000T000000Z',
  'Fri, 02 Jan 2026 03:04:05 +0800',
  'Fri, 02 Foo 2026 03:04:05 GMT',
  'Fri, 32 Jan 2026 03:04:05 GMT',
  'Fri, 2 Jan 26 03:04:05 GMT',
  'Friday, 02-Jan-26 03:04:05 GMT',
]

function v1Headers(base: MalformedBase): MalformedCase[] {
  const id = base.credential.accessKeyId
  const headers = signRequest({ ...ossInput(base), version: 'v1' })
  const malformed = ['OSS', 'OSS ', 'OSS  ', 'OSS :', 'OSS ::', `OSS ${id}`, `OSS ${id}:`, 'OSS :signature', 'OSS=', `OSS:${id}`, `oss ${id}:x`, `Oss ${id}:x`]
  const otherSchemes = ['', ' ', 'Basic YTpi', 'Bearer token', 'Digest username="a"', 'OSS1 a:b', 'OSS3 a:b', 'OSS4 a:b', 'OSS4-HMAC-SHA512 a', 'oss4-hmac-sha256 a', 'null', 'undefined', '{}', ',', '=']
  const signatures = ['x', '=', '====', 'AAAA', '%20', "' OR 1=1", '0'.repeat(64), `${'A'.repeat(27)}=`, 'A'.repeat(4000)]
  return casesOf('V1 header', headers, [
    ...malformed.map((text): Row => [`Authorization ${JSON.stringify(text)}`, set('authorization', text), 'InvalidArgument']),
    ...otherSchemes.map((text): Row => [`Authorization ${JSON.stringify(text)}`, set('authorization', text), 'InvalidArgument']),
    ...signatures.map((text): Row => [`signature ${text.slice(0, 20)} of ${text.length}`, set('authorization', `OSS ${id}:${text}`), 'SignatureDoesNotMatch']),
    ['a signature with its last character cut off', editAuthorization(/.$/, ''), 'SignatureDoesNotMatch'],
    ['a signature with one character more', editAuthorization(/$/, '='), 'SignatureDoesNotMatch'],
    ['a signature in capitals', (all) => ({ ...all, authorization: `OSS ${id}:${(all['authorization'] ?? '').split(':')[1]?.toUpperCase() ?? ''}` }), 'SignatureDoesNotMatch'],
    ...['nobody', id.toUpperCase(), `${id}x`, `x${id}`, `${id} `, `${id}:${id}`, `"${id}"`, '*', '../..', '__proto__', 'constructor'].map(
      (text): Row => [`key id ${JSON.stringify(text)}`, edit('authorization', `OSS ${id}:`, `OSS ${text}:`), 'InvalidAccessKeyId'],
    ),
    ['no date', without('x-oss-date'), 'AccessDenied'],
    ...noDates.map((text): Row => [`date ${JSON.stringify(text)}`, set('x-oss-date', text), 'AccessDenied']),
    ...[-16, 25, -60, 60, -527_040, 527_040].map((minutes): Row => [
      `signed ${minutes} minutes away`,
      () => signRequest({ ...ossInput(base), now: base.now + minutes * minuteMs, version: 'v1' }),
      'RequestTimeTooSkewed',
    ]),
    ['a later date than was signed', set('x-oss-date', new Date(base.now + minuteMs).toUTCString()), 'SignatureDoesNotMatch'],
    ['a header of OSS that was not signed', set('x-oss-object-acl', 'public-read-write'), 'SignatureDoesNotMatch'],
    ['a type that was not signed', set('content-type', 'text/html'), 'SignatureDoesNotMatch'],
    ['an MD5 that was not signed', set('content-md5', 'x'), 'SignatureDoesNotMatch'],
    ['a token that belongs to nobody', set('x-oss-security-token', 'x'), 'InvalidSecurityToken'],
    ['an empty token', set('x-oss-security-token', ''), 'InvalidSecurityToken'],
  ])
}

function v1Links(base: MalformedBase): MalformedCase[] {
  const query = presignUrl({ ...ossInput(base), version: 'v1', expiresSeconds: linkSeconds })
  const expires = ['', 'soon', '-1', '1.5', '1e9', '0x10', ' 1767323045', '9'.repeat(16), '١٧٦٧', 'NaN', 'Infinity']
  return linksOf('V1 link', query, {}, [
    ['no key id', drop('OSSAccessKeyId'), 'AccessDenied'],
    ['no signature', drop('Signature'), 'AccessDenied'],
    ['no expiry', drop('Expires'), 'AccessDenied'],
    ['nothing but a signature', () => [['Signature', 'x']], 'AccessDenied'],
    ['nothing but a key id', () => [['OSSAccessKeyId', base.credential.accessKeyId]], 'AccessDenied'],
    ['an empty key id', put('OSSAccessKeyId', ''), 'AccessDenied'],
    ['an empty signature', put('Signature', ''), 'AccessDenied'],
    ['an unknown key id', put('OSSAccessKeyId', 'nobody'), 'InvalidAccessKeyId'],
    ...expires.map((text): LinkRow => [`expiry ${JSON.stringify(text)}`, put('Expires', text), 'AccessDenied']),
    ['an expiry in the past', put('Expires', '1'), 'AccessDenied'],
    ['an expiry one second ago', put('Expires', String(Math.floor(base.now / 1000) - 1)), 'AccessDenied'],
    ['a later expiry than was signed', put('Expires', String(Math.floor(base.now / 1000) + 3600)), 'SignatureDoesNotMatch'],
    ...['x', '%2B', 'AAAA====', `${'A'.repeat(27)}=`].map((text): LinkRow => [`signature ${text}`, put('Signature', text), 'SignatureDoesNotMatch']),
    ...['OSSAccessKeyId', 'Signature', 'Expires'].map((name): LinkRow => [`${name} twice`, repeat(name), 'InvalidArgument']),
    ['a sub-resource that was not signed', add('acl', ''), 'SignatureDoesNotMatch'],
    ['a process that was not signed', add('x-oss-process', 'image/info'), 'SignatureDoesNotMatch'],
    ['a version that was not signed', add('versionId', 'x'), 'SignatureDoesNotMatch'],
    ['a type of the answer that was not signed', add('response-content-type', 'text/html'), 'SignatureDoesNotMatch'],
    ['a token that was not signed', add('security-token', 'x'), 'InvalidSecurityToken'],
  ])
}

function v4Headers(base: MalformedBase): MalformedCase[] {
  const id = base.credential.accessKeyId
  const headers = signRequest({ ...ossInput(base), version: 'v4' })
  const [day = ''] = /\d{8}/.exec(headers['authorization'] ?? '') ?? []
  const scope = `${id}/${day}/cn-hangzhou/oss/aliyun_v4_request`
  const credentials = [
    id,
    `${id}/${day}`,
    `${id}/${day}/cn-hangzhou`,
    `${id}/${day}/cn-hangzhou/oss`,
    `${scope}/more`,
    `/${day}/cn-hangzhou/oss/aliyun_v4_request`,
    `${id}//cn-hangzhou/oss/aliyun_v4_request`,
    `${id}/${day}//oss/aliyun_v4_request`,
    `${id}/${day}/cn-hangzhou//aliyun_v4_request`,
    `${id}/${day}/cn-hangzhou/oss/`,
    `${id}/${day}/oss-cn-hangzhou/oss/aliyun_v4_request`,
    `${id}/${day}/cn-hangzhou/s3/aliyun_v4_request`,
    `${id}/${day}/cn-hangzhou/OSS/aliyun_v4_request`,
    `${id}/${day}/cn-hangzhou/oss/aws4_request`,
    `${id}/${day}/cn-hangzhou/oss/ALIYUN_V4_REQUEST`,
    `${id}/2026-01-02/cn-hangzhou/oss/aliyun_v4_request`,
    `${id}/2026012/cn-hangzhou/oss/aliyun_v4_request`,
    `${id}/19700101/cn-hangzhou/oss/aliyun_v4_request`,
    `${id}/99999999/cn-hangzhou/oss/aliyun_v4_request`,
    scope.replaceAll('/', '%2F'),
    scope.replaceAll('/', '\\'),
  ]
  return casesOf('V4 header', headers, [
    ['no fields', set('authorization', 'OSS4-HMAC-SHA256 '), 'InvalidArgument'],
    ['a field without a name', editAuthorization('Credential=', '='), 'InvalidArgument'],
    ['an unknown field', editAuthorization(',Signature', ',Other=x,Signature'), 'InvalidArgument'],
    ['no credential', editAuthorization(/Credential=[^,]+,/, ''), 'InvalidArgument'],
    ['no signature', editAuthorization(/,Signature=.*/, ''), 'InvalidArgument'],
    ['an empty signature', editAuthorization(/Signature=.*/, 'Signature='), 'InvalidArgument'],
    ['two credentials', editAuthorization(/(Credential=[^,]+),/, '$1,$1,'), 'InvalidArgument'],
    ['two signatures', editAuthorization(/(Signature=.*)/, '$1,$1'), 'InvalidArgument'],
    ['empty additional headers', editAuthorization(',Signature', ',AdditionalHeaders=,Signature'), 'InvalidArgument'],
    ['semicolons between the fields', editAuthorization(',', ';'), 'InvalidArgument'],
    ['fields in lower case', editAuthorization('Credential', 'credential'), 'InvalidArgument'],
    ...credentials.map((text): Row => [`credential ${text.replace(id, 'ID')}`, editAuthorization(scope, text), 'InvalidArgument']),
    ['an unknown key id', editAuthorization(`${id}/`, 'nobody/'), 'InvalidAccessKeyId'],
    ['another region', editAuthorization('cn-hangzhou', 'cn-beijing'), 'SignatureDoesNotMatch'],
    ['another product', editAuthorization('/oss/', '/oss-cloudbox/'), 'SignatureDoesNotMatch'],
    ['a signature in capitals', editAuthorization(/Signature=.*/, `Signature=${'A'.repeat(64)}`), 'SignatureDoesNotMatch'],
    ['a signature of zeros', editAuthorization(/Signature=.*/, `Signature=${'0'.repeat(64)}`), 'SignatureDoesNotMatch'],
    ['half a signature', editAuthorization(/(Signature=.{32}).*/, '$1'), 'SignatureDoesNotMatch'],
    ['a long signature', editAuthorization(/(Signature=.*)/, '$1$1'.replaceAll('Signature=', '')), 'SignatureDoesNotMatch'],
    ['additional headers that were not signed', editAuthorization(',Signature', ',AdditionalHeaders=host,Signature'), 'SignatureDoesNotMatch'],
    ['a header of OSS that was not signed', set('x-oss-meta-a', 'b'), 'SignatureDoesNotMatch'],
    ['a type that was not signed', set('content-type', 'text/html'), 'SignatureDoesNotMatch'],
    ['a hash of the payload', set('x-oss-content-sha256', '0'.repeat(64)), 'InvalidArgument'],
    ['a streamed payload', set('x-oss-content-sha256', 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD'), 'InvalidArgument'],
    ['no date', without('x-oss-date'), 'AccessDenied'],
    ...noDates.map((text): Row => [`date ${JSON.stringify(text)}`, set('x-oss-date', text), 'AccessDenied']),
    ...[-16, 25, -2880].map((minutes): Row => [
      `signed ${minutes} minutes away`,
      () => signRequest({ ...ossInput(base), now: base.now + minutes * minuteMs, version: 'v4' }),
      'RequestTimeTooSkewed',
    ]),
    ['a token that belongs to nobody', set('x-oss-security-token', 'x'), 'InvalidSecurityToken'],
    ['version 2 of OSS', set('authorization', 'OSS2 AccessKeyId:x,Signature:y'), 'NotImplemented'],
  ])
}

function v4Links(base: MalformedBase): MalformedCase[] {
  const query = presignUrl({ ...ossInput(base), version: 'v4', expiresSeconds: linkSeconds })
  const expires = ['', '0', '-1', '604801', '1.5', '1e3', 'x', '9'.repeat(20), ' 60', '+60']
  return linksOf('V4 link', query, {}, [
    ['no version', drop('x-oss-signature-version'), 'InvalidArgument'],
    ['an unknown version', put('x-oss-signature-version', 'OSS5-HMAC-SHA256'), 'InvalidArgument'],
    ['version 2', put('x-oss-signature-version', 'OSS2'), 'NotImplemented'],
    ['no credential', drop('x-oss-credential'), 'InvalidArgument'],
    ['no signature', drop('x-oss-signature'), 'InvalidArgument'],
    ['nothing but a credential', (all) => all.filter(([name]) => name === 'x-oss-credential'), 'InvalidArgument'],
    ['no date', drop('x-oss-date'), 'AccessDenied'],
    ['no expiry', drop('x-oss-expires'), 'InvalidArgument'],
    ['an empty signature', put('x-oss-signature', ''), 'InvalidArgument'],
    ['an empty credential', put('x-oss-credential', ''), 'InvalidArgument'],
    ['a short credential', put('x-oss-credential', base.credential.accessKeyId), 'InvalidArgument'],
    ...expires.map((text): LinkRow => [`expiry ${JSON.stringify(text)}`, put('x-oss-expires', text), 'InvalidArgument']),
    ['a longer expiry than was signed', put('x-oss-expires', '3600'), 'SignatureDoesNotMatch'],
    ['a bad date', put('x-oss-date', 'today'), 'AccessDenied'],
    ['a link of yesterday', () => presignUrl({ ...ossInput(base), now: base.now - 1440 * minuteMs, version: 'v4', expiresSeconds: linkSeconds }), 'AccessDenied'],
    ['a link of tomorrow', () => presignUrl({ ...ossInput(base), now: base.now + 1440 * minuteMs, version: 'v4', expiresSeconds: linkSeconds }), 'RequestTimeTooSkewed'],
    ...['x-oss-signature', 'x-oss-credential', 'x-oss-date', 'x-oss-expires', 'x-oss-signature-version'].map(
      (name): LinkRow => [`${name} twice`, repeat(name), 'InvalidArgument'],
    ),
    ['a parameter that was not signed', add('prefix', 'x'), 'SignatureDoesNotMatch'],
    ['a sub-resource that was not signed', add('acl', ''), 'SignatureDoesNotMatch'],
    ['a token that was not signed', add('x-oss-security-token', 'x'), 'InvalidSecurityToken'],
    ['headers that were not signed', add('x-oss-additional-headers', 'host'), 'SignatureDoesNotMatch'],
  ])
}

function awsV4Headers(base: MalformedBase): MalformedCase[] {
  const id = base.credential.accessKeyId
  const { headers } = signAwsRequest(awsInput(base))
  return casesOf('AWS V4 header', headers, [
    ['no fields', set('authorization', 'AWS4-HMAC-SHA256 '), 'AuthorizationHeaderMalformed'],
    ['no credential', editAuthorization(/Credential=[^,]+, /, ''), 'AuthorizationHeaderMalformed'],
    ['no signed headers', editAuthorization(/SignedHeaders=[^,]+, /, ''), 'AuthorizationHeaderMalformed'],
    ['no signature', editAuthorization(/, Signature=.*/, ''), 'AuthorizationHeaderMalformed'],
    ['an unknown field', editAuthorization(/$/, ', Other=x'), 'AuthorizationHeaderMalformed'],
    ['two signatures', editAuthorization(/(Signature=.*)/, '$1, $1'), 'AuthorizationHeaderMalformed'],
    ['a signature that is no hex', editAuthorization(/Signature=.*/, 'Signature=xyz'), 'AuthorizationHeaderMalformed'],
    ['a signature in capitals', editAuthorization(/Signature=.*/, `Signature=${'A'.repeat(64)}`), 'AuthorizationHeaderMalformed'],
    ['a header signed twice', editAuthorization('SignedHeaders=host', 'SignedHeaders=host;host'), 'AuthorizationHeaderMalformed'],
    ['names that are none', editAuthorization('SignedHeaders=host', 'SignedHeaders=host;;'), 'AuthorizationHeaderMalformed'],
    ['another service', editAuthorization('/s3/', '/ec2/'), 'AuthorizationHeaderMalformed'],
    ['the product of OSS', editAuthorization('/s3/', '/oss/'), 'AuthorizationHeaderMalformed'],
    ['another end of the scope', editAuthorization('aws4_request', 'aliyun_v4_request'), 'AuthorizationHeaderMalformed'],
    ['no region', editAuthorization('cn-hangzhou', ''), 'AuthorizationHeaderMalformed'],
    ['another day', editAuthorization(/\/\d{8}\//, '/19700101/'), 'AuthorizationHeaderMalformed'],
    ['no day', editAuthorization(/\/\d{8}\//, '/today/'), 'AuthorizationHeaderMalformed'],
    ['a short credential', editAuthorization(/Credential=[^,]+/, `Credential=${id}`), 'AuthorizationHeaderMalformed'],
    ['an unknown key id', editAuthorization(`${id}/`, 'nobody/'), 'InvalidAccessKeyId'],
    ['another region', editAuthorization('cn-hangzhou', 'eu-west-1'), 'SignatureDoesNotMatch'],
    ['a signature of zeros', editAuthorization(/Signature=.*/, `Signature=${'0'.repeat(64)}`), 'SignatureDoesNotMatch'],
    ['the host not signed', editAuthorization('SignedHeaders=host;', 'SignedHeaders='), 'AccessDenied'],
    ['a header of AWS that was not signed', set('x-amz-acl', 'public-read-write'), 'AccessDenied'],
    ['a header of OSS that was not signed', set('x-oss-object-acl', 'public-read-write'), 'AccessDenied'],
    ['a token that belongs to nobody', set('x-amz-security-token', 'x'), 'InvalidSecurityToken'],
    ['no payload', without('x-amz-content-sha256'), 'InvalidRequest'],
    ['a payload that is no hash', set('x-amz-content-sha256', 'x'), 'InvalidArgument'],
    ['another payload', set('x-amz-content-sha256', '0'.repeat(64)), 'SignatureDoesNotMatch'],
    ['no date', without('x-amz-date'), 'AccessDenied'],
    ...['', 'x', '20260102', '2026-01-02T03:04:05Z', '20260231T030405Z'].map((text): Row => [`date ${JSON.stringify(text)}`, set('x-amz-date', text), 'AccessDenied']),
    ...[-16, 25].map((minutes): Row => [
      `signed ${minutes} minutes away`,
      () => signAwsRequest({ ...awsInput(base), now: base.now + minutes * minuteMs }).headers,
      'RequestTimeTooSkewed',
    ]),
    ['an algorithm that is not built', set('authorization', 'AWS4-ECDSA-P256-SHA256 Credential=x'), 'InvalidArgument'],
  ])
}

function awsV4Links(base: MalformedBase): MalformedCase[] {
  const query = presignAwsUrl({ ...awsInput(base), expiresSeconds: linkSeconds })
  const names = ['X-Amz-Algorithm', 'X-Amz-Credential', 'X-Amz-Date', 'X-Amz-Expires', 'X-Amz-SignedHeaders', 'X-Amz-Signature']
  const expires = ['0', '-1', '604801', '1.5', 'x']
  return linksOf('AWS V4 link', query, { host: base.host }, [
    ...names.map((name): LinkRow => [`no ${name}`, drop(name), 'AuthorizationQueryParametersError']),
    ...names.map((name): LinkRow => [`an empty ${name}`, put(name, ''), 'AuthorizationQueryParametersError']),
    ...names.map((name): LinkRow => [`${name} twice`, repeat(name), 'InvalidArgument']),
    ...expires.map((text): LinkRow => [`expiry ${text}`, put('X-Amz-Expires', text), 'AuthorizationQueryParametersError']),
    ['another algorithm', put('X-Amz-Algorithm', 'AWS4-HMAC-SHA1'), 'AuthorizationQueryParametersError'],
    ['a short credential', put('X-Amz-Credential', base.credential.accessKeyId), 'AuthorizationQueryParametersError'],
    ['a bad date', put('X-Amz-Date', 'Fri, 02 Jan 2026 03:04:05 GMT'), 'AuthorizationQueryParametersError'],
    ['a bad signature', put('X-Amz-Signature', 'x'), 'AuthorizationQueryParametersError'],
    ['a longer expiry than was signed', put('X-Amz-Expires', '3600'), 'SignatureDoesNotMatch'],
    ['the host not signed', put('X-Amz-SignedHeaders', 'accept'), 'AccessDenied'],
    ['a parameter that was not signed', add('response-content-type', 'text/html'), 'SignatureDoesNotMatch'],
    ['a token that was not signed', add('X-Amz-Security-Token', 'x'), 'InvalidSecurityToken'],
    ['a link of yesterday', () => presignAwsUrl({ ...awsInput(base), now: base.now - 1440 * minuteMs, expiresSeconds: linkSeconds }), 'AccessDenied'],
    ['a link of tomorrow', () => presignAwsUrl({ ...awsInput(base), now: base.now + 1440 * minuteMs, expiresSeconds: linkSeconds }), 'AccessDenied'],
  ])
}

function awsV2(base: MalformedBase): MalformedCase[] {
  const id = base.credential.accessKeyId
  const { headers } = signAwsRequest({ ...awsInput(base), version: 'v2' })
  const query = presignAwsUrl({ ...awsInput(base), version: 'v2', expiresSeconds: linkSeconds })
  return [
    ...casesOf('AWS V2 header', headers, [
      ...['AWS ', 'AWS :', `AWS ${id}`, `AWS ${id}:`, 'AWS :x'].map(
        (text): Row => [`Authorization ${JSON.stringify(text)}`, set('authorization', text), 'AuthorizationHeaderMalformed'],
      ),
      ['a bad signature', set('authorization', `AWS ${id}:x`), 'SignatureDoesNotMatch'],
      ['an unknown key id', editAuthorization(id, 'nobody'), 'InvalidAccessKeyId'],
      ['a header of AWS that was not signed', set('x-amz-acl', 'public-read'), 'SignatureDoesNotMatch'],
      ['a header of OSS', set('x-oss-object-acl', 'public-read'), 'AccessDenied'],
      ['no date', without('x-amz-date'), 'AccessDenied'],
      ['an old date', () => signAwsRequest({ ...awsInput(base), version: 'v2', now: base.now - 16 * minuteMs }).headers, 'RequestTimeTooSkewed'],
    ]),
    ...linksOf('AWS V2 link', query, { host: base.host }, [
      ['no key id', drop('AWSAccessKeyId'), 'AccessDenied'],
      ['no signature', drop('Signature'), 'AccessDenied'],
      ['no expiry', drop('Expires'), 'AccessDenied'],
      ['an expiry in the past', put('Expires', '1'), 'AccessDenied'],
      ['a later expiry than was signed', put('Expires', '9999999999'), 'SignatureDoesNotMatch'],
      ['a sub-resource of AWS that was not signed', add('acl', ''), 'SignatureDoesNotMatch'],
      ['a sub-resource of OSS that was not signed', add('symlink', ''), 'SignatureDoesNotMatch'],
      ['a process of OSS that was not signed', add('x-oss-process', 'image/info'), 'SignatureDoesNotMatch'],
    ]),
  ]
}

/** Two signatures in one request, each good by itself: which one counts must not be for the sender to find out. */
function mixed(base: MalformedBase): MalformedCase[] {
  const headers: Readonly<Record<string, Headers>> = {
    'V1 header': signRequest({ ...ossInput(base), version: 'v1' }),
    'V4 header': signRequest({ ...ossInput(base), version: 'v4' }),
    'AWS V4 header': signAwsRequest(awsInput(base)).headers,
    'AWS V2 header': signAwsRequest({ ...awsInput(base), version: 'v2' }).headers,
  }
  const links: Readonly<Record<string, readonly QueryPair[]>> = {
    'V1 link': presignUrl({ ...ossInput(base), version: 'v1', expiresSeconds: linkSeconds }),
    'V4 link': presignUrl({ ...ossInput(base), version: 'v4', expiresSeconds: linkSeconds }),
    'AWS V4 link': presignAwsUrl({ ...awsInput(base), expiresSeconds: linkSeconds }),
    'AWS V2 link': presignAwsUrl({ ...awsInput(base), version: 'v2', expiresSeconds: linkSeconds }),
  }
  const cases: MalformedCase[] = []
  for (const [first, query] of Object.entries(links)) {
    for (const [second, each] of Object.entries(headers)) cases.push({ name: `${second} beside ${first}`, query, headers: each, code: 'InvalidArgument' })
    for (const [second, other] of Object.entries(links)) {
      if (first === second) continue
      cases.push({ name: `${first} beside ${second}`, query: [...query, ...other], headers: { host: base.host }, code: 'InvalidArgument' })
    }
  }
  return cases
}
