import { spawn, type ChildProcess } from 'node:child_process'
import type { Ack } from './ledger.ts'
import type { SubjectReport, SubjectTask } from './subject-modes.ts'

export type Verification = SubjectReport & { readonly kind: 'verified' }

export interface SubjectProcess {
  /** What the store lacks, or why it did not open. */
  readonly verified: Promise<Verification | { readonly kind: 'unopenable'; readonly complaint: string }>
  /** Resolves when the process stopped writing, or ended. */
  readonly quiet: Promise<void>
  /** kill -9, and wait for the end. */
  end(): Promise<void>
}

/** Starts the store under test in a process of its own. `program` is the bundled rig, started with `--subject`. */
export function startSubject(program: string, task: SubjectTask, onAck: (ack: Ack) => void): SubjectProcess {
  const child = spawn(process.execPath, [program, '--subject'], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
  const complaints: Buffer[] = []
  child.stderr?.on('data', (chunk: Buffer) => complaints.push(chunk))
  let announceQuiet: () => void = () => undefined
  const quiet = new Promise<void>((resolve) => {
    announceQuiet = resolve
  })
  const verified = new Promise<Awaited<SubjectProcess['verified']>>((resolve, reject) => {
    child.on('message', (message: SubjectReport) => {
      if (message.kind === 'verified') resolve(message)
      else if (message.kind === 'quiet') announceQuiet()
      else onAck(message)
    })
    child.on('error', reject)
    child.on('exit', () => {
      resolve({ kind: 'unopenable', complaint: Buffer.concat(complaints).toString().trim().slice(0, 400) })
      announceQuiet()
    })
  })
  child.send(task)
  return { verified, quiet, end: () => endProcess(child) }
}

async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await ended
}
