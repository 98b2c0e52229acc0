import { isRamError } from '../../model/ram-error.ts'
import { argument, type Command, type CommandInput, ram, required, UsageError } from './command.ts'
import { deleteCommand, listCommand, type PolicyHolder } from './command-shapes.ts'
import type { RamAnswer } from './ram-caller.ts'
import { fields, fieldsIn, listIn, pretty } from './texts.ts'

/** A custom policy cannot have a system policy's name, so the name says which one is meant. */
async function getPolicy({ call }: CommandInput, PolicyName: string): Promise<RamAnswer> {
  try {
    return await call(ram, 'GetPolicy', { PolicyName, PolicyType: 'Custom' })
  } catch (error) {
    if (!isRamError(error, 'EntityNotExist.Policy')) throw error
    return call(ram, 'GetPolicy', { PolicyName, PolicyType: 'System' })
  }
}

const holders = ['User', 'Group', 'Role'] as const satisfies readonly PolicyHolder[]

function targetOf(input: CommandInput): { readonly noun: PolicyHolder; readonly name: string } {
  const named = holders.flatMap((noun) => {
    const name = input.option(noun.toLowerCase())
    return name === undefined ? [] : [{ noun, name }]
  })
  const [only, another] = named
  if (only !== undefined && another === undefined) return only
  throw new UsageError('name a user with --user, a group with --group, or a role with --role')
}

/** Versions go before their policy does, so what would be refused has to be found out first. */
async function removeOldVersions({ call }: CommandInput, PolicyName: string): Promise<void> {
  const name = { PolicyName, PolicyType: 'Custom' }
  if (holdersIn(await call(ram, 'ListEntitiesForPolicy', name)).length > 0) return
  for (const version of listIn(await call(ram, 'ListPolicyVersions', name), 'PolicyVersions', 'PolicyVersion')) {
    if (version['IsDefaultVersion'] !== true) await call(ram, 'DeletePolicyVersion', { PolicyName, VersionId: String(version['VersionId']) })
  }
}

/** `user alice`, `group readers`, … */
function holdersIn(entities: RamAnswer): readonly string[] {
  return holders.flatMap((noun) => listIn(entities, `${noun}s`, noun).map((each) => `${noun.toLowerCase()} ${String(each[`${noun}Name`])}`))
}

function attachCommand(verb: 'attach' | 'detach'): Command {
  return {
    name: `policies ${verb}`,
    usage: 'NAME --user NAME | --group NAME | --role NAME',
    does: verb === 'attach' ? 'gives a policy to a user, a group or a role' : 'takes it away',
    positionals: { min: 1, max: 1 },
    options: ['user', 'group', 'role'],
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
  listCommand({
    noun: 'policies',
    does: 'the policies that can be attached',
    action: 'ListPolicies',
    path: ['Policies', 'Policy'],
    columns: ['PolicyName', 'PolicyType', 'AttachmentCount', 'Description'],
    none: 'There are no policies.',
    filter: { option: 'type', usage: '[--type Custom|System]', parameter: 'PolicyType' },
  }),
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
      const holding = holdersIn(await input.call(ram, 'ListEntitiesForPolicy', name))
      const text = `${fields(policy)}\n${typeof PolicyDocument === 'string' ? pretty(PolicyDocument) : ''}`
      return { json: { ...policy, PolicyDocument, Holders: holding }, text: text + (holding.length > 0 ? `\nAttached to ${holding.join(', ')}.\n` : '') }
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
  deleteCommand({
    noun: 'policies',
    singular: 'policy',
    does: 'a policy that nobody has any more, with all its versions',
    action: 'DeletePolicy',
    parameter: 'PolicyName',
    before: removeOldVersions,
  }),
  attachCommand('attach'),
  attachCommand('detach'),
]
