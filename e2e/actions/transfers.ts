import { expect, type ElectronApplication, type Page } from '@playwright/test'
import type { TransferBatch } from '../../electron/contract/transfer-batches.ts'
import { answerOpenDialog } from '../fixtures/dialogs.ts'

const finished = new Set<TransferBatch['state']>(['done', 'failed', 'cancelled'])

export function listBatches(page: Page): Promise<TransferBatch[]> {
  return page.evaluate(() => window.ossia.transfers.listBatches({}))
}

/** Waits until `count` batches exist and none is under way, and answers them, newest first. */
export async function waitForTransfers(page: Page, count: number, timeoutMs = 60_000): Promise<TransferBatch[]> {
  await expect
    .poll(async () => (await listBatches(page)).filter(({ state }) => finished.has(state)).length, { timeout: timeoutMs })
    .toBeGreaterThanOrEqual(count)
  const batches = await listBatches(page)
  return batches.toSorted((a, b) => b.createdMs - a.createdMs)
}

/** Waits for the newest of `count` batches and checks that every item of it arrived. */
export async function expectAllDone(page: Page, count: number, timeoutMs?: number): Promise<TransferBatch> {
  const [newest] = await waitForTransfers(page, count, timeoutMs)
  if (newest === undefined) throw new Error('There is no transfer')
  const failed = await page.evaluate((batchId) => window.ossia.transfers.listItems({ batchId, states: ['failed'], offset: 0, limit: 20 }), newest.batchId)
  expect(failed.items, 'failed items').toEqual([])
  expect(newest).toMatchObject({ state: 'done', itemsFailed: 0 })
  return newest
}

/** Downloads what is selected into a folder, which the dialog is made to answer. */
export async function downloadSelectionTo(electron: ElectronApplication, page: Page, folder: string): Promise<void> {
  await answerOpenDialog(electron, [folder])
  await page.keyboard.press('Control+d')
}
