import { parseArgs } from 'node:util'
import { checkStore } from './check-store.ts'
import { withDataFolder } from './open-data-folder.ts'
import { defaultDataFolder, runTool } from './tool-arguments.ts'

// npm run fsck -- [--data DIR] [--deep]
await runTool(async () => {
  const { values } = parseArgs({ options: { data: { type: 'string' }, deep: { type: 'boolean', default: false } } })
  const dataFolder = values.data ?? defaultDataFolder()
  const report = await withDataFolder(dataFolder, { create: false }, async ({ metadata, blobs }) => {
    const reader = metadata.snapshot()
    try {
      return await checkStore(reader, blobs, { deep: values.deep })
    } finally {
      reader.close()
    }
  })
  for (const problem of report.problems) console.log(`${problem.kind}  ${problem.subject}  ${problem.detail}`)
  console.log(
    `${report.bucketCount} buckets, ${report.objectCount} objects, ${report.deleteMarkerCount} delete markers, ` +
      `${report.storageBytes} bytes; ` +
      `${report.inlineCount} inline bodies, ${report.blobCount} files, ${report.garbageCount} waiting for the sweep; ` +
      `${report.problems.length} problems${values.deep ? ', every body read' : ''}`,
  )
  return report.problems.length === 0 ? 0 : 1
})
