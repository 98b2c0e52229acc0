import { spawn, type ChildProcess } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { createLedger, type Ledger } from './ledger.ts'
import type { LoopDisk } from './loop-disk.ts'
import type { SubjectMode, SubjectReport, SubjectTask } from './subject-modes.ts'

export interface CampaignResult {
  readonly cuts: number
  readonly acknowledged: number
  readonly checks: number
  /** Acknowledged changes that were not there afterwards. */
  readonly lost: number
  /** Rounds after which the store did not open at all. */
  readonly unopenable: number
  /** The first few problems, for the log. */
  readonly examples: readonly string[]
}

interface Round {
  readonly subject: ChildProcess
  /** Problems by key, or undefined when the store did not open. */
  readonly verified: Promise<(SubjectReport & { kind: 'verified' }) | undefined>
  readonly quiet: Promise<void>
}

function startRound(program: string, task: SubjectTask, ledger: Ledger, complain: (line: string) => void): Round {
  const subject = spawn(process.execPath, [program, '--subject'], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
  const complaints: Buffer[] = []
  subject.stderr?.on('data', (chunk: Buffer) => complaints.push(chunk))
  let announceQuiet: () => void = () => undefined
  const quiet = new Promise<void>((resolve) => {
    announceQuiet = resolve
  })
  const verified = new Promise<(SubjectReport & { kind: 'verified' }) | undefined>((resolve, reject) => {
    subject.on('message', (message: SubjectReport) => {
      if (message.kind === 'verified') resolve(message)
      else if (message.kind === 'quiet') announceQuiet()
      else ledger.record(message)
    })
    subject.on('error', reject)
    subject.on('exit', () => {
      complain(Buffer.concat(complaints).toString().trim().slice(0, 400))
      resolve(undefined)
      announceQuiet()
    })
  })
  subject.send(task)
  return { subject, verified, quiet }
}

async function end(subject: ChildProcess): Promise<void> {
  if (subject.exitCode !== null || subject.signalCode !== null) return
  const ended = new Promise((resolve) => subject.once('exit', resolve))
  subject.kill('SIGKILL')
  await ended
}

export interface CampaignOptions {
  readonly disk: LoopDisk
  readonly mode: SubjectMode
  readonly cuts: number
  /** The bundled program to start as the process under test, with `--subject`. */
  readonly program: string
}

/** Cuts the power `cuts` times under a store that is being written to, and checks every acknowledgement after each cut. */
export async function runCampaign({ disk, mode, cuts, program }: CampaignOptions): Promise<CampaignResult> {
  const ledger = createLedger()
  const directory = path.join(disk.mountPoint, 'data')
  const examples: string[] = []
  let checks = 0
  let lost = 0
  let unopenable = 0
  const note = (text: string) => {
    if (examples.length < 5) examples.push(text)
  }

  const begin = async () => {
    await disk.format()
    await disk.mount()
    await mkdir(directory)
    ledger.clear()
  }
  await begin()
  try {
    // The last round only checks what the last cut left.
    for (let round = 0; round <= cuts; round++) {
      ledger.thaw()
      const expectations = ledger.expectations()
      let complaint = ''
      const writeMs = 20 + ((round * 37) % 150)
      // Every other cut comes under load; the rest right after the last acknowledgement, with no later sync to cover for it.
      const underLoad = round % 2 === 0
      const task = { directory, mode, baseVersion: (round + 1) * 1_000_000, expectations, ...(underLoad ? {} : { quietAfterMs: writeMs }) }
      const { subject, verified, quiet } = startRound(program, task, ledger, (line) => {
        complaint = line
      })
      const result = await verified
      checks += expectations.length
      if (result === undefined) {
        unopenable += 1
        lost += expectations.length
        note(`after cut ${round}: the store does not open: ${complaint}`)
        await disk.unmount()
        await begin()
        continue
      }
      for (const { key, problem } of result.problems) {
        lost += 1
        note(`after cut ${round}: ${key} ${problem}`)
        ledger.forget(key)
      }
      if (round < cuts) {
        await (underLoad ? new Promise((resolve) => setTimeout(resolve, writeMs)) : quiet)
        ledger.freeze()
        await disk.cutPower()
      }
      await end(subject)
      await disk.unmount()
      if (round < cuts) await disk.mount()
    }
  } finally {
    await disk.unmount()
  }
  return { cuts, acknowledged: ledger.acknowledged, checks, lost, unopenable, examples }
}
