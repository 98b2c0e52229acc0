import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, describe, expect, it } from 'vitest'
import { WorkspaceChange } from '../../../electron/contract/workspace.ts'
import { emptyPlan } from '../../test-support/fake-as-of.ts'
import type { FakeWindow } from '../../test-support/fake-window-api.ts'
import { renderApp } from '../../test-support/render.tsx'
import { useBucketDialogs } from '../buckets/index.ts'
import { useNavigation } from '../navigation/index.ts'
import { useRestores } from './store.ts'

const momentMs = Date.parse('2026-02-03T04:05:06Z')
const callsOf = (fake: FakeWindow, name: string) => fake.state.calls.filter(([called]) => called === name).map(([, input]) => input)

beforeEach(() => {
  useRestores.getState().close()
  useBucketDialogs.getState().close()
})

async function open(status: 'Enabled' | 'Suspended' | 'Unset') {
  const rendered = await renderApp((fake) => {
    fake.putBucket('photos', [{ key: 'a.txt' }])
    if (status !== 'Unset') fake.state.bucketSettings.set('photos', new Map([['versioning', { name: 'versioning', status }]]))
    fake.state.asOf.plan = {
      ...emptyPlan,
      versions: 12,
      unchanged: 3,
      totals: { ...emptyPlan.totals, changed: { objects: 2, bytes: 2048 }, same: { objects: 1, bytes: 1 }, uncertain: { objects: 1, bytes: 1 } },
      newestMs: momentMs,
    }
    fake.state.asOf.rows = [{ key: 'a.txt', change: 'changed', before: { sizeBytes: 1024, lastModifiedMs: momentMs }, now: { sizeBytes: 2, lastModifiedMs: momentMs } }]
  })
  await rendered.user.click(await screen.findByRole('button', { name: 'photos' }))
  await screen.findByRole('row', { name: /a\.txt/ })
  return rendered
}

describe('an earlier moment', () => {
  it('is said above the list, asked for with every listing, and left with one click', async () => {
    const { fake, user } = await open('Enabled')
    useNavigation.getState().open({ profileId: 'local', bucket: 'photos', prefix: '', momentMs })
    const bar = within(await screen.findByTestId('as-of-bar'))
    expect(bar.getByText(/^As it was on/)).toBeDefined()
    await waitFor(() => expect(callsOf(fake, 'listing.open').at(-1)).toMatchObject({ bucket: 'photos', prefix: '', momentMs }))
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Upload' }).disabled).toBe(true)
    await user.click(bar.getByRole('button', { name: 'Back to now' }))
    await waitFor(() => expect(screen.queryByTestId('as-of-bar')).toBeNull())
    expect(callsOf(fake, 'listing.open').at(-1)).not.toHaveProperty('momentMs')
  })

  it('is there again after a restart, with the tab that was at it and its steps back', async () => {
    const place = { profileId: 'local', bucket: 'photos', prefix: '' }
    const pane = { profileId: 'local', place: { ...place, momentMs }, past: [{ ...place, momentMs: 5 }, place], future: [], column: 'name' as const, direction: 'ascending' as const }
    const session = { tabs: [{ panes: [pane], activePane: 0 }], active: 0 }
    // What the window hands over is what main keeps.
    const { session: kept } = WorkspaceChange.parse({ session })
    expect(kept).toEqual(session)
    const { fake } = await renderApp((window) => {
      window.putBucket('photos', [{ key: 'a.txt' }])
      if (kept !== undefined) window.state.workspace = { ...window.state.workspace, session: kept }
    })
    await screen.findByTestId('as-of-bar')
    await waitFor(() => expect(callsOf(fake, 'listing.open').at(-1)).toMatchObject({ bucket: 'photos', prefix: '', momentMs }))
    expect(useNavigation.getState().past).toEqual([{ ...place, momentMs: 5 }, place])
  })

  it('is refused where a bucket keeps no versions, with the way to them', async () => {
    const { user } = await open('Unset')
    await user.click(screen.getByRole('button', { name: 'Show an earlier moment' }))
    const picker = within(await screen.findByRole('dialog', { name: 'Show an earlier moment' }))
    await picker.findByText('This bucket keeps no versions')
    expect(picker.queryByRole('textbox')).toBeNull()
    await user.click(picker.getByRole('button', { name: 'Versioning…' }))
    expect(useBucketDialogs.getState().dialog).toEqual({ kind: 'settings', page: 'versioning', profileId: 'local', bucket: 'photos' })
  })
})

describe('the preview of a restore', () => {
  const start = () => useRestores.getState().start({ profileId: 'local', bucket: 'photos', prefix: '', momentMs })
  const dialog = async () => within(await screen.findByRole('dialog', { name: 'Restore the bucket photos to an earlier moment' }))

  it('waits for a word about what cannot be restored, then starts what was planned and is closed', async () => {
    const { fake, user } = await open('Enabled')
    start()
    const preview = await dialog()
    const button = await preview.findByRole<HTMLButtonElement>('button', { name: 'Restore 2 objects' })
    expect(button.disabled).toBe(true)
    expect(preview.getByText('1 object cannot be restored')).toBeDefined()
    await user.click(preview.getByRole('checkbox', { name: 'Leave it as it is and restore everything else' }))
    await user.click(preview.getByRole('checkbox', { name: /^Also restore 1 object/ }))
    await user.click(preview.getByRole('button', { name: 'Restore 3 objects' }))
    await waitFor(() => expect(callsOf(fake, 'transfers.enqueueRevert')).toEqual([{ planId: 'plan-1', includeSame: true, leaveUncertain: true }]))
    await waitFor(() => expect(callsOf(fake, 'asOf.closePlan')).toEqual([{ planId: 'plan-1' }]))
  })

  it('is refused while versioning is suspended', async () => {
    await open('Suspended')
    start()
    const preview = await dialog()
    await preview.findByText('Versioning is suspended')
    expect((await preview.findByRole<HTMLButtonElement>('button', { name: 'Restore 2 objects' })).disabled).toBe(true)
  })
})
