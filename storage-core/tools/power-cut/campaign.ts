import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { createLedger } from './ledger.ts'
import type { LoopDisk } from './loop-disk.ts'
import type { SubjectMode } from './subject-modes.ts'
import { startSubject } from './subject-process.ts'

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

/** Adds up what the rounds found. */
export function createTally() {
  const examples: string[] = []
  const counts = { checks: 0, lost: 0, unopenable: 0 }
  return {
    counts,
    examples,
    note: (text: string) => {
      if (examples.length < 5) examples.push(text)
    },
  }
}

export interface CampaignOptions {
  readonly disk: LoopDisk
  readonly mode: SubjectMode
  /** How often the power is cut; the most often where `untilLoss` may end it sooner. */
  readonly cuts: number
  /** End once something was lost: whether one cut catches a store that syncs too little is chance, whether many do is not. */
  readonly untilLoss?: boolean
  /** The bundled program to start as the process under test, with `--subject`. */
  readonly program: string
}

/** Cuts the power under a store that is being written to, and checks every acknowledgement after each cut. */
export async function runCampaign({ disk, mode, cuts, untilLoss = false, program }: CampaignOptions): Promise<CampaignResult> {
  const ledger = createLedger()
  const directory = path.join(disk.mountPoint, 'data')
  const { counts, examples, note } = createTally()
  let lastRound = cuts

  const begin = async () => {
    await disk.format()
    await disk.mount()
    await mkdir(directory)
    ledger.clear()
  }
  await begin()
  try {
    // The last round only checks what the last cut left.
    for (let round = 0; round <= lastRound; round++) {
      ledger.thaw()
      const expectations = ledger.expectations()
      const writeMs = 20 + ((round * 37) % 150)
      // Every other cut comes under load; the rest right after the last acknowledgement, with no later sync to cover for it.
      const underLoad = round % 2 === 0
      const task = { directory, mode, baseVersion: (round + 1) * 1_000_000, expectations, ...(underLoad ? {} : { quietAfterMs: writeMs }) }
      const subject = startSubject(program, task, (ack) => ledger.record(ack))
      const found = await subject.verified
      counts.checks += expectations.length
      if (found.kind === 'unopenable') {
        counts.unopenable += 1
        counts.lost += expectations.length
        note(`after cut ${round}: the store does not open: ${found.complaint}`)
        await disk.unmount()
        await begin()
        if (untilLoss) lastRound = round
        continue
      }
      for (const lost of found.problems) {
        counts.lost += 1
        note(`after cut ${round}: ${lost.key} ${lost.problem}`)
        ledger.forget(lost)
      }
      if (untilLoss && counts.lost > 0) lastRound = round
      if (round < lastRound) {
        await (underLoad ? new Promise((resolve) => setTimeout(resolve, writeMs)) : subject.quiet)
        ledger.freeze()
        await disk.cutPower()
      }
      await subject.end()
      await disk.unmount()
      if (round < lastRound) await disk.mount()
    }
  } finally {
    await disk.unmount()
  }
  return { cuts: lastRound, acknowledged: ledger.acknowledged, ...counts, examples }
}
