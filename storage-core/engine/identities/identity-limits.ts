import { ramError, type RamErrorCode } from '../../model/ram-error.ts'

/** RAM documentation, "Limits"; what a store of further accounts adds is Ossia's own. */
export const identityLimits = {
  accounts: 100,
  accessKeysPerAccount: 5,
  accessKeysPerUser: 2,
  usersPerAccount: 1000,
  groupsPerAccount: 50,
  groupsPerUser: 50,
  rolesPerAccount: 1000,
  policiesPerAccount: 1500,
  versionsPerPolicy: 5,
  policiesPerUser: 40,
  policiesPerRole: 40,
  policiesPerGroup: 40,
  policyDocumentLength: 6144,
  trustPolicyLength: 2048,
  sessionPolicyLength: 2048,
  textLength: 1024,
  displayNameLength: 128,
  sessionMinSeconds: 900,
  sessionMaxSeconds: 43_200,
  roleMaxSessionMinSeconds: 3600,
  /** More at a time would fill the memory: STS throttles as well, by time. */
  sessions: 100_000,
  /** How long expired credentials are still known as such. */
  expiredSessionGraceMs: 3_600_000,
} as const

const patterns = {
  UserName: /^[A-Za-z0-9._-]{1,64}$/,
  GroupName: /^[A-Za-z0-9-]{1,64}$/,
  RoleName: /^[A-Za-z0-9._-]{1,64}$/,
  PolicyName: /^[A-Za-z0-9-]{1,128}$/,
} as const

/** RAM documentation, "CreateUser", "CreateGroup", "CreateRole", "CreatePolicy". @throws RamError InvalidParameter */
export function assertName(parameter: keyof typeof patterns, name: string): void {
  if (!patterns[parameter].test(name)) throw ramError('InvalidParameter', `The parameter ${parameter} is wrongly formed.`)
}

/** STS documentation, "AssumeRole": 2 to 64 letters, digits and `. @ - _`. @throws RamError InvalidParameter.RoleSessionName */
export function assertSessionName(name: string): void {
  if (!/^[A-Za-z0-9.@_-]{2,64}$/.test(name)) throw ramError('InvalidParameter.RoleSessionName')
}

/** @throws RamError InvalidParameter */
export function assertText(parameter: string, text: string, maxLength: number): void {
  if (text.length > maxLength) throw ramError('InvalidParameter', `The parameter ${parameter} is longer than ${maxLength} characters.`)
}

/** @throws RamError InvalidParameter.PolicySize */
export function assertDocument(document: string, maxLength: number): void {
  if (document.length > maxLength) throw ramError('InvalidParameter.PolicySize', `A document of this kind has at most ${maxLength} characters.`)
}

/** @throws RamError InvalidParameter */
export function assertMaxSession(seconds: number): void {
  const { roleMaxSessionMinSeconds: min, sessionMaxSeconds: max } = identityLimits
  if (Number.isInteger(seconds) && seconds >= min && seconds <= max) return
  throw ramError('InvalidParameter', `The parameter MaxSessionDuration must be from ${min} to ${max}.`)
}

/** @throws RamError with the code */
export function assertRoom(count: number, limit: number, code: RamErrorCode): void {
  if (count >= limit) throw ramError(code)
}
