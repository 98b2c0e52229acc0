import type { DeleteVersionsSpec, RecoverSpec } from '../transfers/batch.ts'
import type { NewItem } from '../transfers/item-table.ts'
import type { JobContext } from '../transfers/job-context.ts'
import { walkOlder } from './older-versions.ts'
import { walkDeleted } from './recover-deleted.ts'

/** Finds what a job on versions is about, where that is more than what was chosen by name. */
export async function* scanVersions({ provider, signal }: Pick<JobContext, 'provider' | 'signal'>, spec: RecoverSpec | DeleteVersionsSpec): AsyncGenerator<readonly NewItem[]> {
  const { bucket } = spec
  if (spec.kind === 'deleteVersions') {
    for await (const versions of walkOlder(provider, { bucket, key: spec.key, olderThan: spec.olderThan, signal })) {
      yield versions.map(({ versionId, lastModifiedMs }) => ({ name: versionId, sizeBytes: 0, modifiedMs: lastModifiedMs, source: 0 }))
    }
    return
  }
  for (const prefix of spec.prefixes) {
    for await (const keys of walkDeleted(provider, bucket, prefix, signal)) {
      yield keys.map((key) => ({ name: key.slice(spec.prefix.length), sizeBytes: 0, modifiedMs: 0, source: 0 })).filter(({ name }) => name !== '')
    }
  }
}
