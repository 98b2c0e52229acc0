import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect } from 'vitest'
import type { FailpointName } from '../dependencies.ts'
import { bundleChild } from './bundle-child.ts'
import type { CrashPlan, PlannedOperation } from './crash-plan.ts'
import { type DiskEngine, openDiskEngine } from './disk-engine.ts'
import { type CrashRun, runCrashChild } from './run-crash-child.ts'

/** What a restart may show: the state before an operation, or the one after it. */
export type CrashState = 'old' | 'new'

export interface CrashScenario<Shown> {
  readonly name: string
  readonly before: readonly PlannedOperation[]
  readonly operation: PlannedOperation
  readonly old: Shown
  readonly new: Shown
  /** Each failpoint on the way, and which state a restart shows after it. */
  readonly failpoints: Partial<Record<FailpointName, CrashState>>
  /** The body is a file before its commit. */
  readonly writesFile?: boolean
}

export interface CrashCase<Scenario> {
  readonly scenario: Scenario
  readonly name: string
  readonly failpoint: FailpointName
  readonly state: CrashState
}

/** A case for each failpoint of each scenario. */
export function crashCases<Scenario extends CrashScenario<unknown>>(scenarios: readonly Scenario[]): readonly CrashCase<Scenario>[] {
  return scenarios.flatMap((scenario) =>
    Object.entries(scenario.failpoints).map(([failpoint, state]) => ({ scenario, name: scenario.name, failpoint: failpoint as FailpointName, state })),
  )
}

export interface CrashRig {
  newDataFolder(): Promise<string>
  /** Lets a child of its own perform a plan until it ends or is killed. */
  run(plan: CrashPlan, options?: { readonly killAfterAcknowledged?: number }): Promise<CrashRun>
  /**
   * Kills a process at the failpoint of a case and checks what every restart must hold: the state is the one that the case
   * says, before and after tidying up, nothing is damaged and nothing is left over.
   * @param shown everything about the objects that could differ
   * @returns what tidying up removed
   */
  expectAfterCrash<Shown>(
    each: CrashCase<CrashScenario<Shown>>,
    shown: (store: DiskEngine) => Promise<Shown>,
  ): Promise<{ readonly orphans: number; readonly swept: number }>
}

/** Makes what the tests of a file need to kill processes, and removes it behind them. Call it outside of any test. */
export function useCrashRig(): CrashRig {
  let folder = ''
  let child = ''
  let nextFolder = 0
  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'ossia-crash-'))
    child = await bundleChild(path.join(import.meta.dirname, 'crash-child.ts'), path.join(folder, 'program'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  const newDataFolder = async () => {
    nextFolder += 1
    const dataFolder = path.join(folder, `data-${nextFolder}`)
    await mkdir(dataFolder)
    return dataFolder
  }
  return {
    newDataFolder,
    run: (plan, options) => runCrashChild(child, plan, options),
    async expectAfterCrash({ scenario, failpoint, state }, shown) {
      const dataFolder = await newDataFolder()
      const run = await runCrashChild(child, { dataFolder, before: scenario.before, operations: [scenario.operation], failpoint, workers: 1 })
      expect(run).toMatchObject({ signal: 'SIGKILL', errorOutput: '' })
      expect([[...run.started], [...run.acknowledged]]).toEqual([[0], []])
      return withDiskEngine(dataFolder, async (store) => {
        expect(store.metadata.closedCleanly).toBe(false)
        expect(await shown(store)).toEqual(scenario[state])
        const tidied = await store.tidyUp()
        // Published and never committed is the one way to leave a file without a row.
        const leavesFile = scenario.writesFile === true && /\.(published|in-transaction)$/.test(failpoint)
        expect(tidied.orphans).toBe(leavesFile ? 1 : 0)
        expect(await store.check()).toMatchObject({ problems: [], garbageCount: 0 })
        expect(await readdir(path.join(dataFolder, 'tmp'))).toEqual([])
        expect(await shown(store)).toEqual(scenario[state])
        return tidied
      })
    },
  }
}

/** Opens a data folder for `work` and closes it whatever happens. */
export async function withDiskEngine<T>(dataFolder: string, work: (store: DiskEngine) => Promise<T>): Promise<T> {
  const store = await openDiskEngine(dataFolder)
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}
