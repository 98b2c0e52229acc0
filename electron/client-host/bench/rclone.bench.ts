import { mkdir, open, readdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Bench, BenchContext } from '../../../storage-core/bench/bench.ts'
import { benchBucket, buildEndpoint, credential, prepareStore, region, startEndpoint } from '../../../storage-core/bench/endpoint.ts'
import { findProgram } from '../../../storage-core/bench/processes.ts'
import type { Connection } from '../../contract/host-messages.ts'
import { bundleHost, measureBatch, measureProgram, type Used } from './measured.ts'

const mebibyte = 1024 * 1024
const largeBytes = 1024 * mebibyte
const smallFiles = 5000
const smallBytes = 10 * 1024
/** Side by side as many as ours: with its own 4 it is slower with small files. */
const rcloneFlags = ['--transfers', '24', '--checkers', '24', '--s3-chunk-size', '16M', '--s3-upload-concurrency', '4', '--multi-thread-streams', '4', '--retries', '1', '--s3-no-check-bucket']

export interface Contest {
  readonly context: BenchContext
  readonly rclone: string
  readonly endpoint: string
  readonly bucket: string
  readonly connection: Connection
  readonly hostProgram: string
  readonly environment: Readonly<Record<string, string>>
}

/** Bytes that no file system or compressor can make less of. */
async function writeLarge(file: string): Promise<void> {
  const handle = await open(file, 'w')
  const chunk = Buffer.alloc(8 * mebibyte)
  for (let at = 0; at < chunk.length; at += 4) chunk.writeUInt32LE(Math.imul(at + 1, 2_654_435_761) >>> 0, at)
  for (let written = 0; written < largeBytes; written += chunk.length) {
    chunk.writeUInt32LE(written, 0)
    await handle.write(chunk, 0, chunk.length, written)
  }
  await handle.close()
}

async function writeSmall(folder: string): Promise<void> {
  for (let number = 0; number < smallFiles; number++) {
    const inFolder = path.join(folder, String(number % 20))
    if (number < 20) await mkdir(inFolder, { recursive: true })
    await writeFile(path.join(inFolder, `${String(number)}.bin`), Buffer.alloc(smallBytes, `${String(number)} `))
  }
}

interface Round {
  readonly up: Used
  readonly down: Used
}

async function oursOnce({ context, connection, bucket, hostProgram }: Contest, source: string, name: string): Promise<Round> {
  const stateFolder = path.join(context.directory, `state-${name}`)
  const target = path.join(context.directory, `target-${name}`)
  await mkdir(target, { recursive: true })
  const place = { profileId: connection.profileId, bucket }
  const input = { program: hostProgram, stateFolder, connection }
  const up = await measureBatch(input, 'transfers.enqueueUpload', { ...place, prefix: `${name}/`, paths: [source], conflict: 'overwrite' })
  const selection = { kind: 'names', keys: [], prefixes: [`${name}/`] }
  const down = await measureBatch(input, 'transfers.enqueueDownload', { ...place, selection, basePrefix: '', folderPath: target, conflict: 'overwrite' })
  await finishTarget(target, source)
  await rm(stateFolder, { recursive: true })
  return { up, down }
}

async function rcloneOnce({ context, rclone, environment, bucket }: Contest, source: string, name: string): Promise<Round> {
  const target = path.join(context.directory, `target-${name}`)
  const up = await measureProgram(rclone, ['copy', ...rcloneFlags, source, `bench:${bucket}/${name}`], environment)
  const down = await measureProgram(rclone, ['copy', ...rcloneFlags, `bench:${bucket}/${name}`, target], environment)
  await finishTarget(target, source)
  return { up, down }
}

/**
 * Whoever lost a file has measured nothing. Many files stay until the bench ends: for minutes after files were deleted ext4
 * makes new ones several times slower, as it goes around the numbers that were just given back, and whoever comes next pays.
 */
async function finishTarget(target: string, source: string): Promise<void> {
  const count = async (folder: string): Promise<number> => (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).length
  const [found, wanted] = [await count(target), await count(source)]
  if (found !== wanted) throw new Error(`${String(found)} of ${String(wanted)} files arrived in ${target}`)
  if (wanted < smallFiles) await rm(target, { recursive: true })
}

const what = { large: '1 x 1 GiB', small: '5,000 x 10 KiB' } as const
const directionNames = { up: 'up', down: 'down' } as const

/** Both programs in turn, each in a process of its own from its start to its end, and what they say of it. */
export async function compareWithRclone(contest: Contest, note: string, ratioAtMost: number): Promise<void> {
  const { context } = contest
  for (const job of ['small', 'large'] as const) {
    const source = path.join(context.directory, `source-${job}`)
    await mkdir(source)
    await (job === 'large' ? writeLarge(path.join(source, 'large.bin')) : writeSmall(source))
    const ours: Round[] = []
    const theirs: Round[] = []
    for (let round = 0; round <= context.rounds; round++) {
      const [one, other] = [await oursOnce(contest, source, `ours-${job}-${String(round)}`), await rcloneOnce(contest, source, `rclone-${job}-${String(round)}`)]
      // The first round warms up.
      if (round === 0) continue
      ours.push(one)
      theirs.push(other)
    }
    for (const direction of ['up', 'down'] as const) {
      const label = `${what[job]} ${directionNames[direction]}`
      const compare = (name: string, unit: string, pick: (used: Used) => number, target: number | undefined, remark = ''): void => {
        context.report({
          what: name === '' ? label : `${label}: ${name}`,
          unit,
          ours: ours.map((round) => pick(round[direction])),
          reference: { name: 'rclone', values: theirs.map((round) => pick(round[direction])) },
          target: target === undefined ? { kind: 'none' } : { kind: 'ratioAtMost', value: target },
          ...(remark === '' ? {} : { note: remark }),
        })
      }
      compare('', 's', (used) => used.seconds, direction === 'up' ? ratioAtMost : 1, note)
      compare('processor time of the client', 's', (used) => used.cpuSeconds, undefined)
      compare('peak memory of the client', 'MiB', (used) => used.peakMebibytes, 1)
    }
    await rm(source, { recursive: true })
  }
}

/** rclone's own settings for an endpoint, from the environment. */
export function rcloneEnvironment(context: BenchContext, endpoint: string, provider: string): Record<string, string> {
  const settings = { type: 's3', provider, access_key_id: credential.accessKeyId, secret_access_key: credential.accessKeySecret, endpoint, region, force_path_style: 'true' }
  const entries = Object.entries(settings).map(([name, value]) => [`RCLONE_CONFIG_BENCH_${name.toUpperCase()}`, value])
  return { ...Object.fromEntries(entries), RCLONE_CONFIG: path.join(context.directory, 'rclone.conf'), HOME: context.directory } as Record<string, string>
}

export const rclone: Bench = {
  name: 'rclone',
  async run(context) {
    const program = await findProgram('rclone')
    if (program === undefined) return 'SKIPPED: rclone is not installed (a Debian package of this name)'
    const dataFolder = path.join(context.directory, 'data')
    await buildEndpoint(context.projectRoot, path.join(context.directory, 'built'))
    await prepareStore(dataFolder, [benchBucket])
    const hostProgram = await bundleHost(context)
    const server = await startEndpoint(context.projectRoot, dataFolder)
    try {
      const connection: Connection = { profileId: 'bench', name: 'bench', kind: 'oss', endpoint: server.origin, region, credential }
      await compareWithRclone(
        { context, rclone: program, endpoint: server.origin, bucket: benchBucket, connection, hostProgram, environment: rcloneEnvironment(context, server.origin, 'Other') },
        'both with 24 streams, from the start of the process to its end; ours also compares CRC-64, journals and syncs',
        1,
      )
    } finally {
      await server.stop()
    }
    return undefined
  },
}
