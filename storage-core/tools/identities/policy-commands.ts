import { isRamError } from '../../model/ram-error.ts'
import { argument, type Command, type CommandInput, listAll, ram, required, UsageError } from './command.ts'
import type { RamAnswer } from './ram-caller.ts'
import { type Fields, fields, fieldsIn, listIn, pretty, table } from './texts.ts'

/** A custom policy cannot have a system policy's name, so the name says which one is meant. */
async function getPolicy({ call }: CommandInput, PolicyName: string): Promise<RamAnswer> {
  try {
    return await call(ram, 'GetPolicy', { PolicyName, PolicyType: 'Custom' })
  } catch (error) {
    if (!isRamError(error, 'EntityNotExist.Policy')) throw error
    return call(ram, 'GetPolicy', { PolicyName, PolicyType: 'System' })
  }
}

function targetOf(input: CommandInput): { readonly noun: 'User' | 'Role'; readonly name: string } {
  const user = input.option('user')
  const role = input.option('role')
  if (user !== undefined && role === undefined) return { noun: 'User', name: user }
  if (role !== undefined && user === undefined) return { noun: 'Role', name: role }
  throw new UsageError('name either a user with --user or a role with --role')
}

function attachCommand(verb: 'attach' | 'detach'): Command {
  return {
    name: `policies ${verb}`,
    usage: 'NAME --user NAME | --role NAME',
    does: verb === 'attach' ? 'gives a policy to a user or a role' : 'takes it away',
    positionals: { min: 1, max: 1 },
    options: ['user', 'role'],
    async run(input) {
      const { noun, name } = targetOf(input)
      const policy = fieldsIn(await getPolicy(input, argument(input, 0)), 'Policy')
      const action = verb === 'attach' ? `AttachPolicyTo${noun}` : `DetachPolicyFrom${noun}`
      const PolicyName = String(policy['PolicyName'])
      const PolicyType = String(policy['PolicyType'])
      await input.call(ram, action, { PolicyName, PolicyType, [`${noun}Name`]: name })
      const text = verb === 'attach' ? `${PolicyName} is attached to ${name}.\n` : `${PolicyName} is detached from ${name}.\n`
      return { json: { PolicyName, PolicyType, [`${noun}Name`]: name }, text }
    },
  }
}

export const policyCommands: readonly Command[] = [
  {
    name: 'policies list',
    usage: '[--type Custom|System]',
    does: 'the policies that can be attached',
    positionals: { min: 0, max: 0 },
    options: ['type'],
    async run({ call, option }) {
      const policies = (await listAll(call, 'ListPolicies', (page) => listIn(page, 'Policies', 'Policy'), { PolicyType: option('type') })) as readonly Fields[]
      return { json: policies, text: table(policies, ['PolicyName', 'PolicyType', 'AttachmentCount', 'Description'], 'There are no policies.') }
    },
  },
  {
    name: 'policies create',
    usage: 'NAME --document FILE [--description TEXT]',
    does: 'a policy from a JSON file; - reads the standard input',
    positionals: { min: 1, max: 1 },
    options: ['document', 'description'],
    async run(input) {
      required(input, 'document')
      const PolicyDocument = await input.document('document')
      const answer = await input.call(ram, 'CreatePolicy', { PolicyName: argument(input, 0), PolicyDocument, Description: input.option('description') })
      const policy = fieldsIn(answer, 'Policy')
      return { json: policy, text: fields(policy) }
    },
  },
  {
    name: 'policies show',
    usage: 'NAME',
    does: 'a policy, its document, and who has it',
    positionals: { min: 1, max: 1 },
    async run(input) {
      const answer = await getPolicy(input, argument(input, 0))
      const policy = fieldsIn(answer, 'Policy')
      const { PolicyDocument } = fieldsIn(answer, 'DefaultPolicyVersion')
      const name = { PolicyName: String(policy['PolicyName']), PolicyType: String(policy['PolicyType']) }
      const entities = await input.call(ram, 'ListEntitiesForPolicy', name)
      const holders = [
        ...listIn(entities, 'Users', 'User').map((user) => `user ${String(user['UserName'])}`),
        ...listIn(entities, 'Roles', 'Role').map((role) => `role ${String(role['RoleName'])}`),
      ]
      const text = `${fields(policy)}\n${typeof PolicyDocument === 'string' ? pretty(PolicyDocument) : ''}`
      return { json: { ...policy, PolicyDocument, Holders: holders }, text: text + (holders.length > 0 ? `\nAttached to ${holders.join(', ')}.\n` : '') }
    },
  },
  {
    name: 'policies update',
    usage: 'NAME --document FILE',
    does: 'replaces the document, for the next request of whoever has the policy',
    positionals: { min: 1, max: 1 },
    options: ['document'],
    async run(input) {
      required(input, 'document')
      const PolicyName = argument(input, 0)
      const answer = await input.call(ram, 'CreatePolicyVersion', {
        PolicyName,
        PolicyDocument: await input.document('document'),
        SetAsDefault: 'true',
        RotateStrategy: 'DeleteOldestNonDefaultVersionWhenLimitExceeded',
      })
      const { VersionId } = fieldsIn(answer, 'PolicyVersion')
      return { json: { PolicyName, VersionId }, text: `${PolicyName} is now ${String(VersionId)}.\n` }
    },
  },
  {
    name: 'policies delete',
    usage: 'NAME',
    does: 'a policy that nobody has any more, with all its versions',
    positionals: { min: 1, max: 1 },
    async run(input) {
      const PolicyName = argument(input, 0)
      const name = { PolicyName, PolicyType: 'Custom' }
      const entities = await input.call(ram, 'ListEntitiesForPolicy', name)
      // Versions go first, so what would be refused has to be found out before.
      if (listIn(entities, 'Users', 'User').length + listIn(entities, 'Roles', 'Role').length === 0) {
        const versions = listIn(await input.call(ram, 'ListPolicyVersions', name), 'PolicyVersions', 'PolicyVersion')
        for (const version of versions) {
          if (version['IsDefaultVersion'] !== true) await input.call(ram, 'DeletePolicyVersion', { PolicyName, VersionId: String(version['VersionId']) })
        }
      }
      await input.call(ram, 'DeletePolicy', { PolicyName })
      return { json: { PolicyName }, text: `The policy ${PolicyName} is deleted.\n` }
    },
  },
  attachCommand('attach'),
  attachCommand('detach'),
]
