import { parseArgs } from 'node:util'
import { createObjectEngine } from '../engine/create-object-engine.ts'
import { ensureAccessKey } from '../engine/identities.ts'
import { ossError } from '../model/oss-error.ts'
import { createNodePlatform } from '../platform/node/node-platform.ts'
import { withDataFolder } from './open-data-folder.ts'
import { seedObjects } from './seed-objects.ts'
import { defaultDataFolder, runTool } from './tool-arguments.ts'

// npm run seed -- --bucket NAME [--objects N] [--prefix P] [--folders F] [--size BYTES] [--versions V] [--region R] [--data DIR]
await runTool(async () => {
  const { values } = parseArgs({
    options: {
      bucket: { type: 'string' },
      objects: { type: 'string', default: '1000000' },
      prefix: { type: 'string', default: '' },
      folders: { type: 'string', default: '0' },
      size: { type: 'string', default: '0' },
      versions: { type: 'string', default: '1' },
      region: { type: 'string', default: 'cn-hangzhou' },
      data: { type: 'string' },
    },
  })
  const { bucket, prefix } = values
  if (bucket === undefined) throw ossError('InvalidArgument', { message: 'Name a bucket with --bucket.' })
  const objects = wholeNumber('objects', values.objects)
  const { clock, random } = createNodePlatform()
  const startedMs = performance.now()
  await withDataFolder(values.data ?? defaultDataFolder(), { create: true }, async ({ metadata, blobs }) => {
    const { owner } = await ensureAccessKey({ metadata, clock, random })
    const engine = createObjectEngine({ metadata, blobs, clock })
    await engine.putBucket({ bucket, owner, region: values.region })
    const versions = wholeNumber('versions', values.versions)
    if (versions > 1) await engine.putBucketVersioning({ bucket, status: 'Enabled' })
    await seedObjects(metadata, clock, {
      bucket,
      prefix,
      objects,
      folders: wholeNumber('folders', values.folders),
      sizeBytes: wholeNumber('size', values.size),
      versions,
      onProgress: (done) => {
        if (done % 100_000 === 0) console.log(`${done} objects`)
      },
    })
  })
  console.log(`${objects} objects in ${((performance.now() - startedMs) / 1000).toFixed(1)} s`)
  return 0
})

function wholeNumber(name: string, text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < 0) throw ossError('InvalidArgument', { message: `--${name} must be a whole number.` })
  return value
}
