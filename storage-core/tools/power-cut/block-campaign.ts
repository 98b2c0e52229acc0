import { mkdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { seededRandom } from '../../platform/test-support/seeded-random.ts'
import { createTally, type CampaignResult } from './campaign.ts'
import { type Ack, expectationName } from './ledger.ts'
import { createLoggedDisk } from './logged-disk.ts'
import { run } from './run.ts'
import type { SubjectMode } from './subject-modes.ts'
import { startSubject } from './subject-process.ts'
import { parseWriteLog, replay } from './write-log.ts'

const deviceBytes = 192 * 1024 ** 2

interface TimedAck extends Ack {
  /** Everything the acknowledgement rests on lies before this byte of the log. */
  readonly logBytes: number
}

export interface BlockCampaignOptions {
  readonly directory: string
  readonly mode: SubjectMode
  /** Crash images to make and check. */
  readonly images: number
  readonly writeMs: number
  readonly program: string
  readonly seed: number
}

/** Writes for a while on a device that logs every request. Answers the log and when each change was acknowledged. */
async function recordWrites(options: BlockCampaignOptions): Promise<{ log: Buffer; acks: TimedAck[]; startBytes: number }> {
  const disk = await createLoggedDisk(path.join(options.directory, 'logged'), deviceBytes)
  try {
    const directory = path.join(disk.mountPoint, 'data')
    await mkdir(directory)
    await run('sync', '-f', directory)
    const startBytes = disk.logBytes()
    const acks: TimedAck[] = []
    const task = { directory, mode: options.mode, baseVersion: 0, expectations: [], quietAfterMs: options.writeMs }
    const subject = startSubject(options.program, task, (ack) => acks.push({ ...ack, logBytes: disk.logBytes() }))
    await subject.verified
    await subject.quiet
    await subject.end()
    return { log: await disk.finish(), acks, startBytes }
  } finally {
    await disk.destroy()
  }
}

/**
 * Replays the device's log to many moments and, of what no flush had made certain by then, keeps each write wholly, in part
 * or not at all: what a drive with a volatile cache may leave. Each image is mounted and checked against what had been
 * acknowledged by that moment.
 */
export async function runBlockCampaign(options: BlockCampaignOptions): Promise<CampaignResult> {
  const { log, acks, startBytes } = await recordWrites(options)
  const entries = parseWriteLog(log)
  const first = entries.findIndex((entry) => entry.endOfEntry > startBytes)
  const random = seededRandom(options.seed)
  const cuts = Array.from({ length: options.images }, () => first + random.below(entries.length - first + 1)).toSorted((a, b) => a - b)
  const device = replay(entries, deviceBytes)
  const { counts, examples, note } = createTally()
  const image = path.join(options.directory, 'crash.img')
  const mountPoint = path.join(options.directory, 'crash.mnt')
  await mkdir(mountPoint, { recursive: true })
  for (const [number, cut] of cuts.entries()) {
    device.advanceTo(cut)
    await writeFile(image, device.crashImage(random))
    const replayedBytes = entries[cut - 1]?.endOfEntry ?? 0
    const expected = new Map(acks.filter((ack) => ack.logBytes <= replayedBytes).map((ack) => [expectationName(ack), ack]))
    await run('mount', '-t', 'ext4', '-o', 'loop', image, mountPoint)
    try {
      const directory = path.join(mountPoint, 'data')
      const task = { directory, mode: 'safe' as const, baseVersion: 0, expectations: [...expected.values()], quietAfterMs: 0 }
      const subject = startSubject(options.program, task, () => undefined)
      const found = await subject.verified
      await subject.end()
      counts.checks += expected.size
      if (found.kind === 'unopenable') {
        counts.unopenable += 1
        counts.lost += expected.size
        note(`image ${number}, after entry ${cut}: the store does not open: ${found.complaint}`)
      } else {
        counts.lost += found.problems.length
        for (const { key, problem } of found.problems) note(`image ${number}, after entry ${cut}: ${key} ${problem}`)
      }
    } finally {
      await run('umount', mountPoint)
    }
  }
  await rm(image, { force: true })
  return { cuts: options.images, acknowledged: acks.length, ...counts, examples }
}
