import type { CDPSession, Page } from '@playwright/test'

/** What the window's thread does from one event to the next, in processor time: unlike what a clock says it does not grow when other programs have the processor. */
export interface WindowTurns {
  /** @returns the longest turns since the start, in ms, longest first */
  stop(): Promise<readonly number[]>
}

interface TraceEvent {
  readonly name: string
  readonly ph: string
  readonly pid: number
  readonly tid: number
  /** Of the thread's processor time, in microseconds. */
  readonly tdur?: number
  readonly args?: { readonly name?: string }
}

const kept = 20

/** Watches by the browser engine's own trace. */
export async function watchWindowTurns(page: Page): Promise<WindowTurns> {
  const session: CDPSession = await page.context().newCDPSession(page)
  const events: TraceEvent[] = []
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])))
  await session.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { includedCategories: ['toplevel'], excludedCategories: ['*'] } })
  return {
    stop: async () => {
      const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve))
      await session.send('Tracing.end')
      await complete
      await session.detach()
      const mains = new Set(events.filter((one) => one.name === 'thread_name' && one.args?.name === 'CrRendererMain').map(({ pid, tid }) => `${String(pid)}/${String(tid)}`))
      const turns = events.filter((one) => one.ph === 'X' && one.tdur !== undefined && mains.has(`${String(one.pid)}/${String(one.tid)}`)).map((one) => (one.tdur ?? 0) / 1000)
      if (turns.length === 0) throw new Error('The trace holds no turns of the window')
      return turns.toSorted((a, b) => b - a).slice(0, kept)
    },
  }
}
