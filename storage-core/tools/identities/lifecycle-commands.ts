import { type Command, ram, UsageError } from './command.ts'
import { fields } from './texts.ts'

/** Of what happens to objects by themselves. They sign and reach the store as the commands about identities do. */
export const lifecycleCommands: readonly Command[] = [
  {
    name: 'lifecycle run',
    usage: '[BUCKET] [--dry-run] [--at TIME]',
    does: 'does now what the lifecycle rules say is due, as every day after midnight in UTC; --at judges by another time, --dry-run only counts',
    positionals: { min: 0, max: 1 },
    options: ['at'],
    flags: ['dry-run'],
    async run({ call, positionals, option, flag }) {
      const at = option('at')
      if (at !== undefined && Number.isNaN(Date.parse(at))) throw new UsageError(`--at must be a date such as 2030-01-02, not "${at}"`)
      const { RequestId: _, ...answer } = await call(ram, 'RunLifecycle', {
        BucketName: positionals[0],
        AsOf: at === undefined ? undefined : new Date(at).toISOString(),
        DryRun: flag('dry-run') ? 'true' : undefined,
      })
      const { IsDryRun: isDryRun, ...counts } = answer
      return { json: answer, text: `${isDryRun === true ? 'Nothing was done; it would be:\n' : ''}${fields(counts as Record<string, number>)}` }
    },
  },
]
