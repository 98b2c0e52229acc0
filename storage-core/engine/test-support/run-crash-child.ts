import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { CrashPlan, LedgerLine } from './crash-plan.ts'

export interface CrashRun {
  readonly started: ReadonlySet<number>
  readonly acknowledged: ReadonlySet<number>
  readonly signal: NodeJS.Signals | null
  readonly exitCode: number | null
  readonly errorOutput: string
}

/** Runs the child until it ends by itself or, with `killAfterAcknowledged`, kills it once that many operations were acknowledged. */
export async function runCrashChild(
  child: string,
  plan: CrashPlan,
  options: { readonly killAfterAcknowledged?: number } = {},
): Promise<CrashRun> {
  const running = spawn(process.execPath, [child, JSON.stringify(plan)], { stdio: ['ignore', 'pipe', 'pipe'] })
  const started = new Set<number>()
  const acknowledged = new Set<number>()
  let errorOutput = ''
  running.stderr.on('data', (chunk: Buffer) => {
    errorOutput += chunk.toString()
  })
  const ended = new Promise<{ signal: NodeJS.Signals | null; exitCode: number | null }>((resolve, reject) => {
    running.once('error', reject)
    running.once('close', (exitCode, signal) => {
      resolve({ exitCode, signal })
    })
  })
  for await (const text of createInterface({ input: running.stdout })) {
    const line = parseLine(text)
    if (line?.event === 'started') started.add(line.index)
    if (line?.event === 'acknowledged') acknowledged.add(line.index)
    if (options.killAfterAcknowledged !== undefined && acknowledged.size >= options.killAfterAcknowledged) running.kill('SIGKILL')
  }
  return { started, acknowledged, errorOutput, ...(await ended) }
}

/** The last line of a killed process may be cut off; whatever it announced then counts as not announced. */
function parseLine(text: string): LedgerLine | undefined {
  try {
    return JSON.parse(text) as LedgerLine
  } catch {
    return undefined
  }
}
