import { z } from 'zod'
import type { AccessKeyView, EffectivePolicies, GroupView, Holder, HolderDetails, IdentityOverview, ManagedPolicy, PolicyRef } from '../../contract/identities.ts'
import { RemoteError } from '../errors.ts'
import type { RamAnswer, RamCall, RamClient } from './ram-client.ts'

const Time = z.string().transform((text) => Date.parse(text))
const Text = z.string().default('')
const Key = z.object({ AccessKeyId: z.string(), Status: z.string(), CreateDate: Time })
const User = z.object({ UserId: z.string(), UserName: z.string(), DisplayName: Text, Comments: Text, CreateDate: Time })
const Group = z.object({ GroupName: z.string(), Comments: Text, CreateDate: Time })
const Role = z.object({ RoleId: z.string(), RoleName: z.string(), Arn: z.string(), Description: Text, AssumeRolePolicyDocument: z.string(), MaxSessionDuration: z.number(), CreateDate: Time })
const Policy = z.object({ PolicyName: z.string(), PolicyType: z.enum(['Custom', 'System']), Description: Text, AttachmentCount: z.number(), UpdateDate: Time })
const Version = z.object({ VersionId: z.string(), PolicyDocument: z.string(), IsDefaultVersion: z.boolean(), CreateDate: Time })
const Attached = z.object({ PolicyName: z.string(), PolicyType: z.enum(['Custom', 'System']) })
const Account = z.object({ AccountId: z.string(), DisplayName: Text, IsOwn: z.boolean(), CreateDate: Time })

/** Reads one thing out of an answer. @throws RemoteError MalformedAnswer */
export function readFrom<T>(answer: RamAnswer, schema: z.ZodType<T>): T {
  const read = schema.safeParse(answer)
  if (read.success) return read.data
  throw new RemoteError({ code: 'MalformedAnswer', message: 'The answer of RAM is not the one of this action', status: 200, retryable: false, cause: read.error })
}

/** A list such as `Users.User`, all of its pages. */
async function listAll<T>(call: RamClient, { parameters, ...request }: RamCall, [plural, singular]: readonly [string, string], item: z.ZodType<T>): Promise<T[]> {
  const Page = z.object({ [plural]: z.object({ [singular]: z.array(item) }), IsTruncated: z.boolean().optional(), Marker: z.string().optional() })
  const all: T[] = []
  let Marker: string | undefined
  do {
    const page = readFrom(await call({ ...request, parameters: { ...parameters, MaxItems: '1000', Marker } }), Page) as Record<string, unknown>
    all.push(...((page[plural] as Record<string, T[]>)[singular] ?? []))
    Marker = page['IsTruncated'] === true ? (page['Marker'] as string | undefined) : undefined
  } while (Marker !== undefined)
  return all
}

const nameParameter = { user: 'UserName', group: 'GroupName', role: 'RoleName' } as const
export const nounOf = { user: 'User', group: 'Group', role: 'Role' } as const

/** How RAM's parameters name somebody. */
export const holderParameters = ({ kind, name }: Holder): Readonly<Record<string, string>> => ({ [nameParameter[kind]]: name })

export async function readOverview(call: RamClient, signal: AbortSignal): Promise<IdentityOverview> {
  const list = <T>(action: string, path: readonly [string, string], item: z.ZodType<T>) => listAll(call, { action, signal }, path, item)
  const [caller, keys, accounts, users, groups, roles, policies] = await Promise.all([
    call({ action: 'GetCallerIdentity', version: '2015-04-01', signal }),
    readKeys(call, undefined, signal),
    list('ListAccounts', ['Accounts', 'Account'], Account),
    list('ListUsers', ['Users', 'User'], User),
    list('ListGroups', ['Groups', 'Group'], Group),
    list('ListRoles', ['Roles', 'Role'], Role),
    list('ListPolicies', ['Policies', 'Policy'], Policy),
  ])
  return {
    accountId: readFrom(caller, z.object({ AccountId: z.string() })).AccountId,
    keys,
    accounts: accounts.map((each) => ({ accountId: each.AccountId, displayName: each.DisplayName, isOwn: each.IsOwn, createdMs: each.CreateDate })),
    users: users.map((each) => ({ userId: each.UserId, userName: each.UserName, displayName: each.DisplayName, comments: each.Comments, createdMs: each.CreateDate })),
    groups: groups.map((each): GroupView => ({ groupName: each.GroupName, comments: each.Comments, createdMs: each.CreateDate })),
    roles: roles.map((each) => ({
      roleId: each.RoleId, roleName: each.RoleName, arn: each.Arn, description: each.Description, trustPolicy: each.AssumeRolePolicyDocument, maxSessionSeconds: each.MaxSessionDuration, createdMs: each.CreateDate,
    })),
    policies: policies.map((each) => ({ policyType: each.PolicyType, policyName: each.PolicyName, description: each.Description, attachmentCount: each.AttachmentCount, updatedMs: each.UpdateDate })),
  }
}

/** Keys of a user, or of the account itself. */
export async function readKeys(call: RamClient, userName: string | undefined, signal: AbortSignal): Promise<AccessKeyView[]> {
  return keysIn(await call({ action: 'ListAccessKeys', parameters: { UserName: userName }, signal }))
}

/** Keys of a further account of the store. */
export async function readAccountKeys(call: RamClient, accountId: string, signal: AbortSignal): Promise<AccessKeyView[]> {
  return keysIn(await call({ action: 'ListAccountAccessKeys', parameters: { AccountId: accountId }, signal }))
}

function keysIn(answer: RamAnswer): AccessKeyView[] {
  const { AccessKeys } = readFrom(answer, z.object({ AccessKeys: z.object({ AccessKey: z.array(Key) }) }))
  return AccessKeys.AccessKey.map((key) => ({ accessKeyId: key.AccessKeyId, isActive: key.Status === 'Active', createdMs: key.CreateDate }))
}

async function readAttached(call: RamClient, holder: Holder, signal: AbortSignal): Promise<PolicyRef[]> {
  const answer = await call({ action: `ListPoliciesFor${nounOf[holder.kind]}`, parameters: holderParameters(holder), signal })
  return readFrom(answer, z.object({ Policies: z.object({ Policy: z.array(Attached) }) })).Policies.Policy.map(({ PolicyName, PolicyType }) => ({ policyType: PolicyType, policyName: PolicyName }))
}

async function readGroupsOf(call: RamClient, userName: string, signal: AbortSignal): Promise<string[]> {
  const answer = await call({ action: 'ListGroupsForUser', parameters: { UserName: userName }, signal })
  return readFrom(answer, z.object({ Groups: z.object({ Group: z.array(z.object({ GroupName: z.string() })) }) })).Groups.Group.map(({ GroupName }) => GroupName)
}

export async function readHolder(call: RamClient, holder: Holder, signal: AbortSignal): Promise<HolderDetails> {
  const { kind, name } = holder
  const [policies, keys, groups, users] = await Promise.all([
    readAttached(call, holder, signal),
    kind === 'user' ? readKeys(call, name, signal) : [],
    kind === 'user' ? readGroupsOf(call, name, signal) : [],
    kind === 'group' ? listAll(call, { action: 'ListUsersForGroup', parameters: { GroupName: name }, signal }, ['Users', 'User'], z.object({ UserName: z.string() })) : [],
  ])
  return { policies, keys, groups, users: users.map(({ UserName }) => UserName) }
}

export async function readPolicy(call: RamClient, { policyType, policyName }: PolicyRef, signal: AbortSignal): Promise<ManagedPolicy> {
  const parameters = { PolicyType: policyType, PolicyName: policyName }
  const [policy, entities, listed] = await Promise.all((['GetPolicy', 'ListEntitiesForPolicy', 'ListPolicyVersions'] as const).map((action) => call({ action, parameters, signal })))
  if (policy === undefined || entities === undefined || listed === undefined) throw new Error('Not all was asked for')
  const { DefaultPolicyVersion } = readFrom(policy, z.object({ DefaultPolicyVersion: z.object({ VersionId: z.string(), PolicyDocument: z.string() }) }))
  const { Users, Groups, Roles } = readFrom(
    entities,
    z.object({
      Users: z.object({ User: z.array(z.object({ UserName: z.string() })) }),
      Groups: z.object({ Group: z.array(z.object({ GroupName: z.string() })) }),
      Roles: z.object({ Role: z.array(z.object({ RoleName: z.string() })) }),
    }),
  )
  const { PolicyVersions } = readFrom(listed, z.object({ PolicyVersions: z.object({ PolicyVersion: z.array(Version) }) }))
  return {
    document: DefaultPolicyVersion.PolicyDocument,
    defaultVersion: DefaultPolicyVersion.VersionId,
    versions: PolicyVersions.PolicyVersion.map((each) => ({ versionId: each.VersionId, document: each.PolicyDocument, isDefault: each.IsDefaultVersion, createdMs: each.CreateDate })).toSorted((a, b) => Number(b.versionId.slice(1)) - Number(a.versionId.slice(1))),
    holders: [
      ...Users.User.map(({ UserName }) => ({ kind: 'user' as const, name: UserName })),
      ...Groups.Group.map(({ GroupName }) => ({ kind: 'group' as const, name: GroupName })),
      ...Roles.Role.map(({ RoleName }) => ({ kind: 'role' as const, name: RoleName })),
    ],
  }
}

/** What RAM lets each of these do; each document is read once. */
export async function readEffective(call: RamClient, holders: readonly Holder[], signal: AbortSignal): Promise<EffectivePolicies[]> {
  const documents = new Map<string, Promise<{ readonly name: string; readonly document: string }>>()
  const attached = new Map<string, Promise<PolicyRef[]>>()
  const once = <T>(map: Map<string, Promise<T>>, key: string, read: () => Promise<T>): Promise<T> => {
    const found = map.get(key) ?? read()
    map.set(key, found)
    return found
  }
  const attachedTo = (holder: Holder) => once(attached, `${holder.kind}/${holder.name}`, () => readAttached(call, holder, signal))
  const documentOf = (policy: PolicyRef) =>
    once(documents, `${policy.policyType}/${policy.policyName}`, async () => {
      const answer = await call({ action: 'GetPolicy', parameters: { PolicyType: policy.policyType, PolicyName: policy.policyName }, signal })
      return { name: policy.policyName, document: readFrom(answer, z.object({ DefaultPolicyVersion: z.object({ PolicyDocument: z.string() }) })).DefaultPolicyVersion.PolicyDocument }
    })
  return Promise.all(
    holders.map(async (holder) => {
      const groups = holder.kind === 'user' ? await readGroupsOf(call, holder.name, signal) : []
      const refs = (await Promise.all([holder, ...groups.map((name) => ({ kind: 'group' as const, name }))].map(attachedTo))).flat()
      const policies = await Promise.all(refs.map(documentOf))
      return { holder, policies: [...new Set(policies)] }
    }),
  )
}
