import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { runBlockCampaign } from './block-campaign.ts'
import { runCampaign, type CampaignResult } from './campaign.ts'
import { createLoopDisk, fileSystemTypes, missingForBlockLogs, missingForPowerCuts, type FileSystemType } from './loop-disk.ts'
import { subjectModes, type SubjectMode } from './subject-modes.ts'
import { runSubject } from './subject.ts'

const usage = `Cuts the power under the store and checks that nothing acknowledged is lost.

  --cuts N           cuts for each file system (default 200)
  --control-cuts N   cuts for each control, a store that syncs too little (default 20)
  --file-system T    ext4, xfs, or none for the block log alone; both when absent
  --images N         crash images replayed from a log of the block device (default 100; 0 for none)
  --control-images N the same for each control (default 20)
  --short            3 cuts and 10 images; a control is cut until it loses something: for a quick look that the rig works

Needs root, loop devices and xfs_io. Exits with 1 when the store lost something or when a control did not.`

const { values } = parseArgs({
  options: {
    cuts: { type: 'string', default: '200' },
    'control-cuts': { type: 'string', default: '20' },
    'file-system': { type: 'string' },
    images: { type: 'string', default: '100' },
    'control-images': { type: 'string', default: '20' },
    short: { type: 'boolean', default: false },
    subject: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

async function runRig(): Promise<boolean> {
  const directory = await mkdtemp(path.join(tmpdir(), 'ossia-power-cut-'))
  const program = fileURLToPath(import.meta.url)
  const wanted = values['file-system']
  const types = fileSystemTypes.filter((type) => wanted === undefined || wanted === type)
  if (types.length === 0 && wanted !== 'none') throw new Error(`no such file system here: ${wanted}`)
  let proven = true
  try {
    for (const type of types) proven = (await runOn(type, directory, program)) && proven
    if (values.images !== '0') proven = (await runOnBlockLog(directory, program)) && proven
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
      const cuts = values.short ? (safe ? 3 : 40) : Number(safe ? values.cuts : values['control-cuts'])
      const started = performance.now()
      const result = await runCampaign({ disk, mode, cuts, untilLoss: values.short && !safe, program })
      proven = announce(`${type} ${mode}`, mode, result, started) && proven
    }
  } finally {
    await disk.remove()
  }
  return proven
}

async function runOnBlockLog(directory: string, program: string): Promise<boolean> {
  const missing = await missingForBlockLogs()
  if (missing !== undefined) {
    console.log(`SKIPPED: no block device can be logged here (${missing}). Reordered writes are NOT covered by this run.`)
    return true
  }
  let proven = true
  for (const [number, mode] of subjectModes.entries()) {
    const images = values.short ? 10 : Number(mode === 'safe' ? values.images : values['control-images'])
    const started = performance.now()
    const folder = path.join(directory, `block-${mode}`)
    const result = await runBlockCampaign({ directory: folder, mode, images, writeMs: values.short ? 500 : 3000, program, seed: number + 1 })
    proven = announce(`block log ${mode}`, mode, result, started) && proven
    await rm(folder, { recursive: true, force: true })
  }
  return proven
}

/** Prints one line of the record; true when the store kept everything, or a control did not. */
function announce(name: string, mode: SubjectMode, result: CampaignResult, startedMs: number): boolean {
  const faultless = result.lost === 0 && result.unopenable === 0
  const good = mode === 'safe' ? faultless : !faultless
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(0)
  console.log(
    `${name}: ${result.cuts} cuts, ${result.acknowledged} acknowledged, ${result.checks} checks, ` +
      `${result.lost} lost, ${result.unopenable} times not openable, ${seconds} s: ${good ? 'as expected' : 'NOT AS EXPECTED'}`,
  )
  for (const example of result.examples) console.log(`    ${example}`)
  return good
}

if (values.help) console.log(usage)
else if (values.subject) await runSubject()
else {
  const missing = await missingForPowerCuts()
  if (missing === undefined) process.exitCode = (await runRig()) ? 0 : 1
  else console.log(`SKIPPED: the power cannot be cut here (${missing}). Durability under power loss is NOT proven by this run.`)
}
