/**
 * Everything that can go wrong, by code. `origin: 'service'` rows are OSS's own codes with OSS's status and English text
 * (OSS documentation, "Error responses"); `origin: 'app'` rows exist only inside Ossia and may never leave over HTTP.
 * `retryable` tells a client whether the same request may succeed later.
 */
interface ErrorRow {
  readonly status: number
  readonly message: string
  readonly retryable: boolean
  readonly origin: 'service' | 'app'
  /** OSS's diagnostic cause code where the documentation names one. Never branch on it. */
  readonly ec?: string
}

const service = (status: number, message: string, ec?: string, retryable = false): ErrorRow => ({
  status,
  message,
  retryable,
  origin: 'service',
  ...(ec === undefined ? {} : { ec }),
})
const app = (message: string, retryable = false): ErrorRow => ({ status: 0, message, retryable, origin: 'app' })

export const errorTable = {
  AccessDenied: service(403, 'You have no right to access this object.', '0003-00000001'),
  AccessForbidden: service(403, 'CORSResponse: CORS is not enabled for this bucket.'),
  BadRequest: service(400, 'The request is malformed.'),
  BucketAlreadyExists: service(
    409,
    'The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.',
    '0015-00000104',
  ),
  BucketNotEmpty: service(409, 'The bucket you tried to delete is not empty.', '0015-00000301'),
  EntityTooLarge: service(400, 'Your proposed upload exceeds the maximum allowed size.'),
  EntityTooSmall: service(400, 'Your proposed upload is smaller than the minimum allowed size.'),
  FileAlreadyExists: service(409, 'The object you specified already exists and can not be overwritten.', '0026-00000020'),
  IllegalLocationConstraintException: service(
    400,
    'The specified location-constraint is not valid for the region specific endpoint this request was sent to.',
  ),
  IncompleteBody: service(400, 'You did not provide the number of bytes specified by the Content-Length HTTP header.'),
  InternalError: service(500, 'We encountered an internal error. Please try again.', undefined, true),
  InvalidAccessKeyId: service(403, 'The OSS Access Key Id you provided does not exist in our records.', '0002-00000902'),
  InvalidArgument: service(400, 'The argument you provided is invalid.'),
  InvalidBucketName: service(400, 'The specified bucket is not valid.'),
  InvalidCRC64: service(400, 'The CRC64 you specified does not match what we received.'),
  InvalidDigest: service(400, 'The Content-MD5 you specified was invalid.'),
  InvalidObjectName: service(400, 'The specified object is not valid.'),
  InvalidObjectState: service(403, "The operation is not valid for the object's state"),
  InvalidPart: service(
    400,
    "One or more of the specified parts could not be found. The part might not have been uploaded, or the specified entity tag might not have matched the part's entity tag.",
  ),
  InvalidPartOrder: service(
    400,
    'The list of parts was not in ascending order. Parts list must be specified in order by part number.',
    '0042-00000209',
  ),
  InvalidRange: service(416, 'The requested range cannot be satisfied.'),
  InvalidRequest: service(400, 'The request is invalid.'),
  MalformedXML: service(400, 'The XML you provided was not well-formed or did not validate against our published schema.'),
  MethodNotAllowed: service(405, 'The specified method is not allowed against this resource.', '0003-00000016'),
  MissingArgument: service(400, 'Missing Some Required Arguments.', '0016-00000502'),
  MissingContentLength: service(411, 'You must provide the Content-Length HTTP header.'),
  NoSuchBucket: service(404, 'The specified bucket does not exist.', '0015-00000101'),
  NoSuchKey: service(404, 'The specified key does not exist.', '0026-00000001'),
  NoSuchUpload: service(
    404,
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
    '0017-00000244',
  ),
  NoSuchVersion: service(404, 'The specified version does not exist.'),
  NotImplemented: service(400, 'A header or query you provided implies functionality that is not implemented.'),
  PreconditionFailed: service(412, 'At least one of the pre-conditions you specified did not hold.'),
  RepeatedTags: service(400, 'Cannot provide multiple tags with the same key.'),
  RequestTimeTooSkewed: service(
    403,
    'The difference between the request time and the current time is too large.',
    '0002-00000504',
  ),
  RequestTimeout: service(
    400,
    'Your socket connection to the server was not read from or written to within the timeout period.',
    undefined,
    true,
  ),
  AccessKeyIdAndSecurityTokenNotMatch: service(403, 'The security token you provided does not belong to the OSS Access Key Id.'),
  SecurityTokenExpired: service(403, 'The security token you provided has expired.'),
  InvalidSecurityToken: service(403, 'The security token you provided is invalid.'),
  ServiceUnavailable: service(503, 'Please reduce your request rate.', undefined, true),
  SignatureDoesNotMatch: service(
    403,
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    '0002-00000040',
  ),
  TooManyBuckets: service(400, 'You have attempted to create more buckets than allowed.'),
  InvalidTag: service(400, 'The tag provided was not a valid tag.'),
  ArchiveRestoreFileStale: service(409, 'The object was not restored, so there is nothing to clean.'),
  ArchiveRestoreNotFinished: service(409, 'The restore of the object is not finished yet.', '0016-00000719'),
  CORSRuleBeyondLimit: service(400, 'The number of CORS rules is more than 10.'),
  CallbackFailed: service(203, 'The callback of your request failed.', '0007-00000203'),
  AuthorizationHeaderMalformed: service(400, 'The authorization header that you provided is not valid.'),
  AuthorizationQueryParametersError: service(400, 'Error parsing the authorization parameters of the query.'),
  InvalidChunkSizeError: service(403, 'Only the last chunk is allowed to have a size less than 8192 bytes'),
  MalformedTrailerError: service(
    400,
    'The request contained trailing data that was not well-formed or did not conform to our published schema.',
  ),
  XAmzContentSHA256Mismatch: service(400, "The provided 'x-amz-content-sha256' header does not match what was computed."),
  FieldItemTooLong: service(400, 'Your form field is too long.'),
  FileImmutable: service(409, 'The object is protected by the retention policy of its bucket and can not be changed or deleted.'),
  IncorrectNumberOfFilesInPOSTRequest: service(400, 'POST requires exactly one file upload per request.'),
  InvalidPolicyDocument: service(400, 'The content of the form does not meet the conditions specified in the policy document.'),
  InvalidTargetType: service(400, 'The target of a symbolic link must not be a symbolic link.'),
  InvalidWORMConfiguration: service(400, 'The retention policy you specified is not valid.'),
  MalformedPOSTRequest: service(400, 'The body of your POST request is not well-formed multipart/form-data.'),
  MaxPOSTPreDataLengthExceededError: service(400, 'Your POST request fields preceding the upload file were too large.'),
  NoSuchBucketPolicy: service(404, 'The bucket policy does not exist.'),
  NoSuchLifecycle: service(404, 'No Row found in Lifecycle Table.'),
  NoSuchCORSConfiguration: service(404, 'The CORS Configuration does not exist.'),
  NoSuchWORMConfiguration: service(404, 'The WORM Configuration does not exist.'),
  NotSymlink: service(400, 'The object is not symlink'),
  ObjectNotAppendable: service(409, 'The object is not appendable'),
  OperationNotSupported: service(400, 'The operation is not supported for this resource'),
  PositionNotEqualToLength: service(409, 'Position is not equal to file length', '0026-00000016'),
  RequestIsNotMultiPartContent: service(400, 'Bucket POST must be of the enclosure-type multipart/form-data.'),
  RestoreAlreadyInProgress: service(409, 'The restore operation is in progress.', '0026-00000011'),
  SymlinkTargetNotExist: service(404, 'The target of the symbolic link does not exist.'),
  TooManyTags: service(400, 'The number of tags is more than allowed.'),
  WORMConfigurationAlreadyExists: service(409, 'The WORM Configuration already exists.'),
  WORMConfigurationLocked: service(403, 'The WORM Configuration is locked.'),

  BucketElsewhere: app('The bucket is at an address outside of the service of this connection'),
  ChecksumMismatch: app('The bytes that arrived are not the bytes that were sent', true),
  ChangedSincePreview: app('The object changed since the preview was made'),
  ChangedSinceRestore: app('The object changed since it was restored'),
  ClientHostUnavailable: app('The connection process stopped and is being started again', true),
  ConnectionReadOnly: app('The connection is locked for reading only'),
  CopyIntoItself: app('A folder cannot be copied or moved into itself'),
  CopyOntoItself: app('The object would be copied or moved onto itself'),
  CopyUnverified: app('The copy could not be verified, so its source was kept'),
  CredentialLocked: app('The keychain that holds this secret is locked'),
  CredentialMissing: app('The secret of this connection is not kept'),
  ImportUnreadable: app('The file holds no connections of a tool that is known'),
  InvalidInput: app('A request inside the app was not valid'),
  KeychainUnavailable: app('The system offers no keychain to keep the secret in'),
  ListingChanged: app('The list changed since the selection was made'),
  ListingGone: app('The listing is no longer open'),
  LocalDiskFull: app('The local disk is full'),
  LocalFileUnreadable: app('A local file cannot be read'),
  LocalFolderUnwritable: app('The chosen folder cannot be written to'),
  MalformedAnswer: app('The service sent an answer that cannot be read', true),
  NetworkUnreachable: app('The endpoint cannot be reached', true),
  NothingToRecover: app('No version of the object is left that could be recovered'),
  ProxyAuthenticationRequired: app('The proxy wants a user name and password'),
  ProxyRefused: app('The proxy does not let the request through', true),
  ProxyScriptUnusable: app('The proxy script cannot be used'),
  ProxyUnreachable: app('The proxy cannot be reached', true),
  SettingsCorrupted: app('The settings file could not be read'),
  SourceFileChanged: app('The local file changed while it was being uploaded'),
  DragGone: app('The files of this drag are not there any more'),
  NoProgramForFile: app('No program opens files of this kind'),
  ObjectChangedMeanwhile: app('The object is not the one that was opened any more'),
  SourceObjectChanged: app('The object changed while it was being downloaded'),
  SpecialFileSkipped: app('Pipes, sockets and devices are not uploaded'),
  StoreDataFolderInUse: app('Another Ossia uses this data folder'),
  StoreDataFolderUnusable: app('The data folder cannot be used'),
  StoreFormatUnsupported: app('The data folder was written by a newer Ossia'),
  StoreKeepsStopping: app('The local store stopped again and again'),
  StorePortTaken: app('The port is used by another program'),
  SymbolicLinkSkipped: app('Symbolic links inside a folder are not followed'),
  TransferInterrupted: app('Ossia ended before the transfer did', true),
  UnknownProfile: app('The connection does not exist'),
  VersioningNotEnabled: app('The bucket does not keep what is written over'),
  VersionsUncertain: app('Some objects were written without versioning since'),
} as const satisfies Record<string, ErrorRow>

/**
 * How InternalError is worded when the disk under the store is full. OSS has no code for it; whoever reads the answer can
 * tell it by this text.
 */
export const storageFullMessage = 'The disk that holds the store is full.'

export type OssErrorCode = keyof typeof errorTable

/** True for a code that Ossia knows; remote services may answer with others. */
export function isOssErrorCode(code: string): code is OssErrorCode {
  return Object.hasOwn(errorTable, code)
}
