import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { runCampaign } from './campaign.ts'
import { createLoopDisk, fileSystemTypes, missingForPowerCuts, type FileSystemType } from './loop-disk.ts'
import { subjectModes } from './subject-modes.ts'
import { runSubject } from './subject.ts'

const usage = `Cuts the power under the store and checks that nothing acknowledged is lost.

  --cuts N           cuts for each file system (default 200)
  --control-cuts N   cuts for each control, a store that syncs too little (default 20)
  --file-system T    ext4 or xfs; both when absent
  --short            3 cuts, controls included: for a quick look that the rig works

Needs root, loop devices and xfs_io. Exits with 1 when the store lost something or when a control did not.`

const { values } = parseArgs({
  options: {
    cuts: { type: 'string', default: '200' },
    'control-cuts': { type: 'string', default: '20' },
    'file-system': { type: 'string' },
    short: { type: 'boolean', default: false },
    subject: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

async function runRig(): Promise<boolean> {
  const directory = await mkdtemp(path.join(tmpdir(), 'ossia-power-cut-'))
  const program = fileURLToPath(import.meta.url)
  const types = fileSystemTypes.filter((type) => values['file-system'] === undefined || values['file-system'] === type)
  let proven = types.length > 0
  try {
    for (const type of types) proven = (await runOn(type, directory, program)) && proven
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
  return proven
}

async function runOn(type: FileSystemType, directory: string, program: string): Promise<boolean> {
  const disk = await createLoopDisk(directory, type)
  let proven = true
  try {
    for (const mode of subjectModes) {
      const safe = mode === 'safe'
      const cuts = values.short ? 3 : Number(safe ? values.cuts : values['control-cuts'])
      const started = performance.now()
      const result = await runCampaign({ disk, mode, cuts, program })
      const good = safe ? result.lost === 0 && result.unopenable === 0 : result.lost > 0 || result.unopenable > 0
      proven &&= good
      const seconds = ((performance.now() - started) / 1000).toFixed(0)
      console.log(
        `${type} ${mode}: ${result.cuts} cuts, ${result.acknowledged} acknowledged, ${result.checks} checks, ` +
          `${result.lost} lost, ${result.unopenable} times not openable, ${seconds} s: ${good ? 'as expected' : 'NOT AS EXPECTED'}`,
      )
      for (const example of result.examples) console.log(`    ${example}`)
    }
  } finally {
    await disk.remove()
  }
  return proven
}

if (values.help) console.log(usage)
else if (values.subject) await runSubject()
else {
  const missing = await missingForPowerCuts()
  if (missing === undefined) process.exitCode = (await runRig()) ? 0 : 1
  else console.log(`SKIPPED: the power cannot be cut here (${missing}). Durability under power loss is NOT proven by this run.`)
}
