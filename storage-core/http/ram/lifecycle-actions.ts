import type { LifecycleRunOutput } from '../../engine/lifecycle/lifecycle-run.ts'
import { isOssError } from '../../model/oss-error.ts'
import { ramError } from '../../model/ram-error.ts'
import type { RpcAction, RpcCall } from '../rpc/rpc-action.ts'
import { ramVersion as version } from '../rpc/rpc-action.ts'

/**
 * Runs the lifecycle rules of all buckets of the store now, or of one. OSS has no such action: it runs them once a day, and
 * nobody wants to wait that long to see what rules do.
 */
export const lifecycleActions: readonly RpcAction[] = [
  {
    name: 'RunLifecycle',
    version,
    ofStore: true,
    resource: () => 'lifecycle/*',
    async run({ parameters, runLifecycle }) {
      const bucket = parameters.optional('BucketName')
      const asOfMs = readTime(parameters.optional('AsOf'))
      const isDryRun = parameters.flag('DryRun')
      const output = await runOn(runLifecycle, { isDryRun, ...(bucket === undefined ? {} : { bucket }), ...(asOfMs === undefined ? {} : { asOfMs }) })
      return {
        IsDryRun: isDryRun,
        Buckets: output.buckets,
        Examined: output.examined,
        Expired: output.expired,
        NoncurrentExpired: output.noncurrentExpired,
        DeleteMarkersRemoved: output.deleteMarkersRemoved,
        Transitioned: output.transitioned,
        UploadsAborted: output.uploadsAborted,
        Retained: output.retained,
      }
    },
  },
]

async function runOn(run: RpcCall['runLifecycle'], input: Parameters<RpcCall['runLifecycle']>[0]): Promise<LifecycleRunOutput> {
  try {
    return await run(input)
  } catch (error) {
    if (isOssError(error, 'NoSuchBucket')) throw ramError('InvalidParameter', `There is no bucket ${input.bucket ?? ''}.`)
    throw error
  }
}

/** @throws RamError InvalidParameter */
function readTime(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const timeMs = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?Z)?$/.test(text) ? Date.parse(text) : Number.NaN
  if (!Number.isNaN(timeMs)) return timeMs
  throw ramError('InvalidParameter', 'The parameter AsOf must be a time such as 2030-01-02T00:00:00Z.')
}
