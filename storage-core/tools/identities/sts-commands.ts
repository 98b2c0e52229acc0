import { argument, type Command, sts } from './command.ts'
import { fields, fieldsIn } from './texts.ts'

export const stsCommands: readonly Command[] = [
  {
    name: 'sts assume-role',
    usage: 'ROLE [--session NAME] [--duration SECONDS] [--policy FILE]',
    does: 'temporary credentials for a role (its name, or its ARN); sign as a RAM user',
    positionals: { min: 1, max: 1 },
    options: ['session', 'duration', 'policy'],
    async run(input) {
      const role = argument(input, 0)
      const isArn = role.startsWith('acs:')
      const { AccountId } = isArn ? {} : fieldsIn(await input.call(sts, 'GetCallerIdentity'))
      const answer = await input.call(sts, 'AssumeRole', {
        RoleArn: isArn ? role : `acs:ram::${String(AccountId)}:role/${role}`,
        RoleSessionName: input.option('session') ?? 'terminal',
        DurationSeconds: input.option('duration'),
        Policy: await input.document('policy'),
      })
      const credentials = fieldsIn(answer, 'Credentials')
      return { json: { ...credentials, ...fieldsIn(answer, 'AssumedRoleUser') }, text: fields(credentials) }
    },
  },
  {
    name: 'sts whoami',
    usage: '',
    does: 'whose key pair signs',
    positionals: { min: 0, max: 0 },
    async run({ call }) {
      const { RequestId: _requestId, ...caller } = fieldsIn(await call(sts, 'GetCallerIdentity'))
      return { json: caller, text: fields(caller) }
    },
  },
]
