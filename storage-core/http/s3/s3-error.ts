import { OssError, type OssErrorOptions } from '../../model/oss-error.ts'
import type { OssErrorCode } from '../../model/error-table.ts'
import type { ErrorAddress } from '../error-reply.ts'
import { element, xmlDeclaration } from '../xml/write-xml.ts'

interface S3ErrorRow {
  readonly status: number
  readonly message: string
}

/** Errors that only S3 knows. Amazon S3 API Reference, "Error responses". */
const s3Errors = {
  BadDigest: { status: 400, message: 'The Content-MD5 or checksum value that you specified did not match what the server received.' },
  IllegalVersioningConfigurationException: { status: 400, message: 'The versioning configuration specified in the request is not valid.' },
  InvalidDigest: { status: 400, message: 'The Content-MD5 you specified is not valid.' },
  InvalidPartNumber: { status: 416, message: 'The requested partnumber is not satisfiable' },
  InvalidStorageClass: { status: 400, message: 'The storage class you specified is not valid.' },
  NoSuchObjectLockConfiguration: { status: 404, message: 'The specified object does not have an ObjectLock configuration' },
  NoSuchPublicAccessBlockConfiguration: { status: 404, message: 'The public access block configuration was not found' },
  NoSuchTagSet: { status: 404, message: 'The TagSet does not exist' },
  NoSuchWebsiteConfiguration: { status: 404, message: 'The specified bucket does not have a website configuration' },
  ObjectLockConfigurationNotFoundError: { status: 404, message: 'Object Lock configuration does not exist for this bucket' },
  OwnershipControlsNotFoundError: { status: 404, message: 'The bucket ownership controls were not found' },
  PermanentRedirect: {
    status: 301,
    message: 'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.',
  },
  ReplicationConfigurationNotFoundError: { status: 404, message: 'The replication configuration was not found' },
  ServerSideEncryptionConfigurationNotFoundError: { status: 404, message: 'The server side encryption configuration was not found' },
} as const satisfies Record<string, S3ErrorRow>
export type S3ErrorCode = keyof typeof s3Errors

/** A failure that has a name in S3 only. To everything else it is an InvalidRequest. */
export class S3Error extends OssError {
  readonly s3Code: S3ErrorCode

  constructor(s3Code: S3ErrorCode, options: OssErrorOptions = {}) {
    super('InvalidRequest', { message: s3Errors[s3Code].message, ...options })
    this.s3Code = s3Code
  }
}

interface Renamed extends Partial<S3ErrorRow> {
  readonly code: string
}

/** What S3 calls or words differently. Codes that are not here are the same in both. */
const renamed: Partial<Readonly<Record<OssErrorCode, Renamed>>> = {
  AccessKeyIdAndSecurityTokenNotMatch: { code: 'InvalidToken', status: 400, message: 'The provided token is malformed or otherwise invalid.' },
  AccessDenied: { code: 'AccessDenied', message: 'Access Denied' },
  BadRequest: { code: 'InvalidRequest' },
  FileAlreadyExists: {
    code: 'PreconditionFailed',
    status: 412,
    message: 'At least one of the pre-conditions you specified did not hold',
  },
  InvalidAccessKeyId: { code: 'InvalidAccessKeyId', message: 'The AWS Access Key Id you provided does not exist in our records.' },
  // A malformed one is refused before its body is read, so here the bytes were others than announced.
  InvalidDigest: { code: 'BadDigest', message: s3Errors.BadDigest.message },
  // The reason is in the message; forms, whose policies have the same code, are answered by OSS's rules.
  InvalidPolicyDocument: { code: 'MalformedPolicy' },
  InvalidObjectName: { code: 'InvalidURI', message: "Couldn't parse the specified URI." },
  InvalidSecurityToken: { code: 'InvalidToken', status: 400, message: 'The provided token is malformed or otherwise invalid.' },
  MissingArgument: { code: 'InvalidRequest' },
  NoSuchLifecycle: { code: 'NoSuchLifecycleConfiguration', message: 'The lifecycle configuration does not exist' },
  NotImplemented: { code: 'NotImplemented', status: 501 },
  RepeatedTags: { code: 'InvalidTag', message: 'Cannot provide multiple Tags with the same key' },
  SecurityTokenExpired: { code: 'ExpiredToken', status: 400, message: 'The provided token has expired.' },
  ServiceUnavailable: { code: 'SlowDown', message: 'Please reduce your request rate.' },
}

export interface ShownError extends S3ErrorRow {
  readonly code: string
}

/** How S3 names, words and numbers a failure. */
export function shownError(error: OssError): ShownError {
  if (error instanceof S3Error) return { code: error.s3Code, status: s3Errors[error.s3Code].status, message: error.message }
  return { code: error.code, status: error.status, message: error.message, ...renamed[error.code] }
}

const detailNames: Readonly<Record<string, string>> = { OSSAccessKeyId: 'AWSAccessKeyId' }

/** The error document. Amazon S3 API Reference, "REST error responses". */
export function s3ErrorXml(error: OssError, requestId: string, hostId: string, { bucket, key }: ErrorAddress): string {
  const { code, message } = shownError(error)
  const where: Record<string, string> = bucket === '' ? {} : { BucketName: bucket, ...(key === '' ? {} : { Key: key }) }
  let xml = `${xmlDeclaration}<Error>${element('Code', code)}${element('Message', message)}`
  for (const [name, value] of Object.entries({ ...where, ...error.details })) xml += element(detailNames[name] ?? name, value)
  xml += element('Resource', bucket === '' ? '/' : `/${bucket}/${key}`)
  return `${xml}${element('RequestId', requestId)}${element('HostId', hostId)}</Error>\n`
}
