import type { OssErrorWire } from '../../electron/contract/error-wire.ts'

/** What usually stands behind failures, by code. Several codes have one cause. */
const codesByCause = {
  permission: ['AccessDenied', 'AccessForbidden'],
  unknownKey: ['InvalidAccessKeyId'],
  secret: ['SignatureDoesNotMatch'],
  clock: ['RequestTimeTooSkewed'],
  token: ['SecurityTokenExpired', 'InvalidSecurityToken', 'AccessKeyIdAndSecurityTokenNotMatch'],
  gone: ['NoSuchKey', 'NoSuchBucket', 'NoSuchVersion', 'NoSuchUpload', 'UnknownProfile', 'ListingGone'],
  network: ['NetworkUnreachable', 'RequestTimeout', 'BadGateway', 'GatewayTimeout'],
  busy: ['ServiceUnavailable', 'TooManyRequests'],
  archived: ['InvalidObjectState', 'ArchiveRestoreNotFinished'],
  retention: ['FileImmutable'],
  changed: ['ObjectChangedMeanwhile', 'PreconditionFailed', 'SourceObjectChanged', 'SourceFileChanged', 'ListingChanged', 'PositionNotEqualToLength'],
  exists: ['FileAlreadyExists', 'BucketAlreadyExists'],
  notEmpty: ['BucketNotEmpty'],
  readOnly: ['ConnectionReadOnly'],
  disk: ['LocalDiskFull', 'StoreDataFolderUnusable'],
  localFile: ['LocalFileUnreadable', 'LocalFolderUnwritable'],
  damaged: ['ChecksumMismatch', 'InvalidDigest', 'InvalidCRC64', 'IncompleteBody'],
  unsupported: ['NotImplemented', 'OperationNotSupported', 'MethodNotAllowed'],
  region: ['IllegalLocationConstraintException', 'BucketElsewhere'],
  notOss: ['MalformedAnswer'],
  keychain: ['CredentialLocked', 'CredentialMissing', 'KeychainUnavailable'],
  restarting: ['ClientHostUnavailable', 'TransferInterrupted'],
  inUse: ['StoreDataFolderInUse', 'StorePortTaken'],
} as const

type NamedCause = keyof typeof codesByCause
export type ErrorCause = NamedCause | 'service' | 'request' | 'app'

const causeByCode = new Map<string, NamedCause>(Object.entries(codesByCause).flatMap(([cause, codes]) => codes.map((code) => [code, cause as NamedCause] as const)))

/** The likely cause of a failure: by its code, else by who answered. */
export function causeOf({ code, status }: Pick<OssErrorWire, 'code' | 'status'>): ErrorCause {
  return causeByCode.get(code) ?? (status >= 500 ? 'service' : status >= 400 ? 'request' : 'app')
}
