import { act, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { beforeEach, describe, expect, it } from 'vitest'
import type { BucketSetting } from '../../../electron/contract/bucket-settings.ts'
import { callError, type FakeWindow } from '../../test-support/fake-window-api.ts'
import { renderApp } from '../../test-support/render.tsx'
import { useBucketDialogs } from '../buckets/index.ts'

async function openOverview(settings: readonly BucketSetting[] = [], prepare: (fake: FakeWindow) => void = () => undefined) {
  const rendered = await renderApp((fake) => {
    fake.putBucket('photos', [{ key: 'a' }, { key: 'b' }, { key: 'in/c' }])
    fake.state.bucketSettings.set('photos', new Map(settings.map((setting) => [setting.name, setting])))
    prepare(fake)
  })
  act(() => useBucketDialogs.getState().showSettings('local', 'photos'))
  const title = await screen.findByText('Settings of photos', { selector: '.ant-modal-title' })
  const dialog = title.closest<HTMLElement>('.ant-modal')
  if (dialog === null) throw new Error('a title outside of a dialog')
  return { ...rendered, dialog: within(dialog) }
}
const cell = (who: string, column: string) => screen.getByLabelText(new RegExp(`^${who}: ${column}: `))

beforeEach(() => {
  useBucketDialogs.getState().close()
})

describe('the overview of who has access', () => {
  it('says first what can be done without a key, and of each verdict where it comes from', async () => {
    const { dialog } = await openOverview([{ name: 'acl', acl: 'public-read' }])
    expect(await dialog.findByText('Without a key, anyone can read objects.')).toBeTruthy()
    expect([cell('Anyone, without a key', 'Read objects').textContent, cell('Anyone, without a key', 'Write').textContent, cell('The account itself', 'Change settings').textContent]).toEqual(['Yes', 'No', 'Yes'])
    fireEvent.click(cell('Anyone, without a key', 'Read objects'))
    expect(await screen.findByText('The bucket’s ACL decides: Public read.')).toBeTruthy()
    fireEvent.click(screen.getByText('Show setting'))
    expect(await dialog.findByText('Everyone can read the objects without a key.')).toBeTruthy()
  })

  it('names whom the policy names, and leads to the statement', async () => {
    const statement = { Effect: 'Allow', Principal: ['200'], Action: ['oss:GetObject'], Resource: ['acs:oss:*:*:photos/in/*'] }
    const { dialog } = await openOverview([{ name: 'policy', text: JSON.stringify({ Version: '1', Statement: [statement] }) }])
    expect(await dialog.findByText('Nobody without a key can do anything in this bucket.')).toBeTruthy()
    expect(cell('200', 'Read objects').textContent).toBe('Partly')
    fireEvent.click(cell('200', 'Read objects'))
    expect(await screen.findByText('Statement 1 of the bucket policy allows it (for some objects).')).toBeTruthy()
    fireEvent.click(screen.getByText('Show statement'))
    await waitFor(() => expect(document.querySelector('.statement-card.is-lit')).not.toBeNull())
  })

  it('says what could not be read, and nothing where that would be a guess', async () => {
    const { dialog } = await openOverview([], ({ state }) => state.failures.set('buckets.getBucketSetting', callError('AccessDenied')))
    expect(await dialog.findByText('Try again')).toBeTruthy()
    expect(document.querySelector('.access-table')).toBeNull()
  })
})

describe('objects with an ACL of their own', () => {
  it('are looked for, shown, and made private by a job', async () => {
    const { dialog, fake } = await openOverview([], ({ state }) => {
      state.aclRows = [{ key: 'a', acl: 'public-read' }, { key: 'in/c', acl: 'private' }]
    })
    fireEvent.click(await dialog.findByText('Look for them'))
    expect(await dialog.findByText(/^Looked at 3 of 3 objects, that is all/)).toBeTruthy()
    const list = within(dialog.getByLabelText('Objects found'))
    expect(list.getAllByRole('listitem').map((row) => row.textContent)).toEqual(['aPublic read'])
    fireEvent.click(dialog.getByText('All (2)'))
    expect(list.getAllByRole('listitem')).toHaveLength(2)
    expect(dialog.getByText('Make private').closest('button')?.disabled).toBe(true)
    fireEvent.click(list.getByLabelText('a'))
    fireEvent.click(dialog.getByText('Make private'))
    await waitFor(() =>
      expect(fake.state.calls.find(([name]) => name === 'transfers.enqueueEdit')?.[1]).toEqual({
        profileId: 'local',
        bucket: 'photos',
        basePrefix: '',
        selection: { kind: 'names', keys: ['a'], prefixes: [] },
        edit: { kind: 'acl', acl: 'private' },
      }),
    )
    expect(await dialog.findByText(/^Changing 1 object/)).toBeTruthy()
  })

  it('are none where the bucket decides for all, below a folder only when asked so', async () => {
    const { dialog, fake } = await openOverview()
    fireEvent.change(await dialog.findByLabelText('Folder or prefix to look at'), { target: { value: 'in/' } })
    fireEvent.click(dialog.getByText('Look for them'))
    expect(await dialog.findByText(/No object has an ACL of its own/)).toBeTruthy()
    expect(fake.state.calls.find(([name]) => name === 'objects.scanAcls')?.[1]).toMatchObject({ prefix: 'in/' })
  })
})
