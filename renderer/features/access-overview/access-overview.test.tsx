import { act, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { beforeEach, describe, expect, it } from 'vitest'
import type { BucketSetting } from '../../../electron/contract/bucket-settings.ts'
import { fakeProfile } from '../../test-support/fake-state.ts'
import { callError, type FakeWindow } from '../../test-support/fake-window-api.ts'
import { renderApp } from '../../test-support/render.tsx'
import { useBucketDialogs } from '../buckets/index.ts'

async function openOverview(settings: readonly BucketSetting[] = [], prepare: (fake: FakeWindow) => void = () => undefined, profileId = 'local') {
  const rendered = await renderApp((fake) => {
    fake.putBucket('photos', [{ key: 'a' }, { key: 'b' }, { key: 'in/c' }])
    fake.state.bucketSettings.set('photos', new Map(settings.map((setting) => [setting.name, setting])))
    prepare(fake)
  })
  act(() => useBucketDialogs.getState().showSettings(profileId, 'photos'))
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

describe('an account of many people', () => {
  it('is read page by page, found by name, and shown fifty rows at a time', async () => {
    const { dialog, fake } = await openOverview([], ({ api }) => {
      for (let count = 0; count < 120; count += 1) void api.identities.change({ profileId: 'local', change: { kind: 'createUser', userName: `user-${String(count)}`, displayName: '', comments: '' } })
    })
    // Looking for a text among so many elements is slow.
    await waitFor(() => expect(document.body.textContent).toContain('What RAM lets users and roles do is counted.'))
    const asked = fake.state.calls.flatMap(([name, input]) => (name === 'identities.getEffectivePolicies' ? [(input as { holders: unknown[] }).holders.length] : []))
    expect(asked.every((count) => count <= 100)).toBe(true)
    expect(asked.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(120)
    const rowCount = () => document.querySelectorAll('.access-table tbody tr').length
    expect([rowCount(), document.querySelector('.access-table + button')?.textContent]).toEqual([50, 'Show 50 more'])
    fireEvent.change(dialog.getByLabelText('Find a user or role'), { target: { value: 'user-119' } })
    expect(rowCount()).toBe(1)
    fireEvent.click(dialog.getByText('Who can do something'))
    expect(rowCount()).toBe(0)
  })
})

describe('a bucket of a service with rules of its own', () => {
  it('shows what is known, and says what is not', async () => {
    const statements = [
      { Effect: 'Allow', Principal: { AWS: '*' }, Action: 's3:GetObject', Resource: 'arn:aws:s3:::photos/*' },
      { Effect: 'Deny', Principal: '*', NotAction: ['s3:GetObject'], Resource: ['arn:aws:s3:::photos'], Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
    ]
    const policy: BucketSetting = { name: 'policy', text: JSON.stringify({ Version: '2012-10-17', Statement: statements }) }
    const { dialog } = await openOverview([policy], ({ state }) => (state.profiles = [fakeProfile({ profileId: 'cluster', kind: 's3' })]), 'cluster')
    expect(await dialog.findByText('The bucket policy has 2 statements; 1 of them let everyone in.')).toBeTruthy()
    expect(await dialog.findByText(/^The bucket’s ACL lets nobody in without a key/)).toBeTruthy()
    expect(dialog.getByText(/^Not known here: /)).toBeTruthy()
    expect([...document.querySelectorAll('.access-table tbody tr')].map((each) => [...each.children].map(({ textContent }) => textContent))).toEqual([
      ['Allow', 'Everyone', 's3:GetObject', 'arn:aws:s3:::photos/*'],
      ['Denyunder conditions', 'Everyone', 'NotAction s3:GetObject', 'arn:aws:s3:::photos'],
    ])
  })
})

describe('an ACL of S3', () => {
  it('names its grantees, of the bucket and of objects, and warns of those whom nobody chose', async () => {
    const authenticated = { who: 'authenticated' as const, name: '', permission: 'READ' as const }
    const partner = { who: 'account' as const, name: 'partner', permission: 'FULL_CONTROL' as const }
    const { dialog } = await openOverview(
      [],
      ({ state }) => {
        state.profiles = [fakeProfile({ profileId: 'cluster', kind: 's3' })]
        state.aclGrants = [{ who: 'owner', name: 'ada', permission: 'FULL_CONTROL' }, authenticated, partner]
        state.aclRows = [{ key: 'a', acl: 'default', grants: [authenticated] }, { key: 'b', acl: 'default', grants: [partner] }]
      },
      'cluster',
    )
    const text = await dialog.findByText('The bucket’s ACL lets in every account of the service, whoever that is.')
    expect(text.closest('li')?.className).toBe('is-warn')
    expect([...document.querySelectorAll('.access-table tbody tr')].map((each) => [...each.children].map(({ textContent }) => textContent))).toEqual([
      ['The owner (ada)', 'List, write and delete objects, read and change the ACL'],
      ['Every account of the service', 'List the objects'],
      ['Account partner', 'List, write and delete objects, read and change the ACL'],
    ])
    fireEvent.click(dialog.getByText('Look for them'))
    await waitFor(() => expect([...document.querySelectorAll('.scan-row')].map(({ textContent }) => textContent)).toEqual(['aEvery account of the service: read']))
    fireEvent.click(dialog.getByText('All (2)'))
    expect([...document.querySelectorAll('.scan-row')].map(({ textContent }) => textContent)).toEqual(['aEvery account of the service: read', 'bAccount partner: everything'])
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
    // What was found is counted: one object is open to everybody, and a warning.
    expect(cell('Anyone, without a key', 'Read objects').textContent).toBe('Partly')
    expect(cell('Anyone, without a key', 'Read objects').className).toContain('is-open')
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
