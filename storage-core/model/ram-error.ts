/**
 * What RAM and STS answer when they refuse (RAM documentation, "Error codes"; STS documentation, "AssumeRole"). They are
 * services beside OSS with codes of their own, so these never appear in an error document of OSS.
 */
const table = {
  'DeleteConflict.Account.Bucket': [409, 'The account cannot be deleted while it owns buckets.'],
  'DeleteConflict.Account.Identity': [409, 'The account cannot be deleted while it has users, roles or policies.'],
  'DeleteConflict.Account.Own': [409, 'The account that the store belongs to cannot be deleted.'],
  'DeleteConflict.Group.Policy': [409, 'The group cannot be deleted while policies are attached to it.'],
  'DeleteConflict.Group.User': [409, 'The group cannot be deleted while it has users.'],
  'DeleteConflict.Policy.Group': [409, 'The policy is attached to one or more groups.'],
  'DeleteConflict.Policy.Role': [409, 'The policy is attached to one or more roles.'],
  'DeleteConflict.Policy.User': [409, 'The policy is attached to one or more users.'],
  'DeleteConflict.Policy.Version': [409, 'The policy has more than one version.'],
  'DeleteConflict.Policy.Version.Default': [409, 'The default version of a policy cannot be deleted.'],
  'DeleteConflict.Role.Policy': [409, 'The role cannot be deleted while policies are attached to it.'],
  'DeleteConflict.User.AccessKey': [409, 'The user cannot be deleted while it has AccessKeys.'],
  'DeleteConflict.User.Group': [409, 'The user cannot be deleted while it is in a group.'],
  'DeleteConflict.User.Policy': [409, 'The user cannot be deleted while policies are attached to it.'],
  'EntityAlreadyExists.Group': [409, 'The group already exists.'],
  'EntityAlreadyExists.Group.Policy': [409, 'The policy is already attached to the group.'],
  'EntityAlreadyExists.Policy': [409, 'The policy already exists.'],
  'EntityAlreadyExists.Role': [409, 'The role already exists.'],
  'EntityAlreadyExists.Role.Policy': [409, 'The policy is already attached to the role.'],
  'EntityAlreadyExists.User': [409, 'The user already exists.'],
  'EntityAlreadyExists.User.Group': [409, 'The user is already in the group.'],
  'EntityAlreadyExists.User.Policy': [409, 'The policy is already attached to the user.'],
  'EntityNotExist.AccessKey': [404, 'The AccessKey does not exist.'],
  'EntityNotExist.Account': [404, 'The account does not exist.'],
  'EntityNotExist.Group': [404, 'The group does not exist.'],
  'EntityNotExist.Group.Policy': [404, 'The policy is not attached to the group.'],
  'EntityNotExist.Policy': [404, 'The policy does not exist.'],
  'EntityNotExist.Policy.Version': [404, 'The policy has no such version.'],
  'EntityNotExist.Role': [404, 'The specified role does not exist.'],
  'EntityNotExist.Role.Policy': [404, 'The policy is not attached to the role.'],
  'EntityNotExist.User': [404, 'The user does not exist.'],
  'EntityNotExist.User.Group': [404, 'The user is not in the group.'],
  'EntityNotExist.User.Policy': [404, 'The policy is not attached to the user.'],
  IncompleteSignature: [400, 'The request signature does not conform to Alibaba Cloud standards.'],
  InternalError: [500, 'The request processing has failed due to some unknown error.'],
  'InvalidAccessKeyId.Inactive': [400, 'Specified access key is disabled.'],
  'InvalidAccessKeyId.NotFound': [404, 'Specified access key is not found.'],
  InvalidParameter: [400, 'A parameter of the request is not valid.'],
  'InvalidParameter.DurationSeconds': [400, 'The parameter DurationSeconds is out of its range.'],
  'InvalidParameter.PolicyDocument': [400, 'The policy document has not passed the grammar check.'],
  'InvalidParameter.PolicyGrammar': [400, 'The parameter Policy has not passed grammar check.'],
  'InvalidParameter.PolicySize': [400, 'The policy is too long.'],
  'InvalidParameter.RoleArn': [400, 'The parameter RoleArn is wrongly formed.'],
  'InvalidParameter.RoleSessionName': [400, 'The parameter RoleSessionName is wrongly formed.'],
  'InvalidSecurityToken.Expired': [400, 'Specified SecurityToken is expired.'],
  'InvalidSecurityToken.Malformed': [400, 'Specified SecurityToken is malformed.'],
  'InvalidSecurityToken.MismatchWithAccessKey': [400, 'Specified SecurityToken mismatch with the AccessKey.'],
  'InvalidTimeStamp.Expired': [400, 'Specified time stamp or date value is expired.'],
  'InvalidTimeStamp.Format': [400, 'Specified time stamp or date value is not well formatted.'],
  'LimitExceeded.Account': [409, 'The store has as many accounts as it may have.'],
  'LimitExceeded.AccessKey': [409, 'There are as many AccessKeys as there may be.'],
  'LimitExceeded.Group': [409, 'The account has as many groups as it may have.'],
  'LimitExceeded.Group.Policy': [409, 'As many policies as may be are attached to the group.'],
  'LimitExceeded.Policy': [409, 'The account has as many policies as it may have.'],
  'LimitExceeded.Policy.Version': [409, 'The policy has as many versions as it may have.'],
  'LimitExceeded.Role': [409, 'The account has as many roles as it may have.'],
  'LimitExceeded.Role.Policy': [409, 'As many policies as may be are attached to the role.'],
  'LimitExceeded.User': [409, 'The account has as many users as it may have.'],
  'LimitExceeded.User.Group': [409, 'The user is in as many groups as it may be.'],
  'LimitExceeded.User.Policy': [409, 'As many policies as may be are attached to the user.'],
  MissingParameter: [400, 'A mandatory parameter is missing.'],
  MissingSecurityToken: [400, 'SecurityToken is mandatory for this action.'],
  NoPermission: [403, 'You are not authorized to do this action. You should be authorized by RAM.'],
  NotImplemented: [400, 'The action is not implemented.'],
  SignatureDoesNotMatch: [400, 'Specified signature is not matched with our calculation.'],
  SignatureNonceUsed: [400, 'Specified signature nonce was used already.'],
  Throttling: [400, 'Request was denied due to request throttling.'],
} as const satisfies Record<string, readonly [status: number, message: string]>

export type RamErrorCode = keyof typeof table

/** An expected refusal by RAM or STS. Identified by `code` alone. */
export class RamError extends Error {
  override readonly name = 'RamError'
  readonly code: RamErrorCode
  readonly status: number

  constructor(code: RamErrorCode, message?: string) {
    const [status, usual] = table[code]
    super(message ?? usual)
    this.code = code
    this.status = status
  }
}

/** @param message instead of the code's usual one */
export function ramError(code: RamErrorCode, message?: string): RamError {
  return new RamError(code, message)
}

/** Narrows an unknown value to a RamError, and to one code when given. */
export function isRamError(value: unknown, code?: RamErrorCode): value is RamError {
  return value instanceof RamError && (code === undefined || value.code === code)
}

/** True for a code that Ossia knows; other services may answer with others. */
export function isRamErrorCode(code: string): code is RamErrorCode {
  return Object.hasOwn(table, code)
}
