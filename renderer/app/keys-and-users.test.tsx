import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { useKeysAndUsers } from '../features/keys-and-users/index.ts'
import { trustOfAccount } from '../features/keys-and-users/create-dialog.tsx'
import { environmentLines } from '../features/keys-and-users/secret-dialog.tsx'
import { renderApp } from '../test-support/render.tsx'

async function dialogOf(title: string) {
  const heading = await screen.findByText(title, { selector: '.ant-modal-title' })
  const dialog = heading.closest<HTMLElement>('[role="dialog"]')
  if (dialog === null) throw new Error('A title without a dialog')
  return within(dialog)
}

describe('keys and users of the local store', () => {
  it('are opened from the sidebar; a secret is shown once, copied, and nowhere afterwards', async () => {
    useKeysAndUsers.setState(useKeysAndUsers.getInitialState())
    const { fake, user } = await renderApp((window) => window.putBucket('photos', [{ key: 'beach.jpg' }]))
    await user.click(screen.getByRole('button', { name: 'Keys and users' }))
    const dialog = await dialogOf('Keys and users of the local store')
    await dialog.findByText('Shown under Endpoint')

    await user.click(dialog.getByRole('tab', { name: 'Users (0)' }))
    await user.click(await dialog.findByRole('button', { name: 'Create user' }))
    const create = await dialogOf('Create user')
    await user.type(create.getByLabelText('Name'), 'alice')
    await user.click(create.getByRole('button', { name: 'Create user' }))
    const alice = within(await dialog.findByRole('region', { name: 'alice' }))
    await user.click(await alice.findByRole('button', { name: 'Create AccessKey' }))
    const shown = await dialogOf('The new AccessKey')
    const secret = fake.state.calls.some(([name]) => name === 'identities.change') ? shown.getByText(/^secret-/).textContent : ''
    expect(secret).toMatch(/^secret-\d+$/)
    await user.click(shown.getByRole('button', { name: 'Copy as environment lines' }))
    expect(fake.state.clipboard).toContain(`export OSS_ACCESS_KEY_SECRET=${secret}\n`)
    await user.click(shown.getByRole('button', { name: 'I have it' }))
    await waitFor(() => expect(document.body.innerHTML).not.toContain(secret))

    // What is lost is named, and nothing is while nobody says so.
    await user.click(alice.getByRole('button', { name: 'Delete…' }))
    const question = await dialogOf('Delete user alice')
    question.getByText('1 AccessKey, and everything that signs with it')
    await user.click(question.getByRole('button', { name: 'Cancel' }))
    expect(fake.state.calls.filter(([name, input]) => name === 'identities.change' && JSON.stringify(input).includes('deleteUser'))).toEqual([])
  })
})

describe('what is made of a policy, a role and an account', () => {
  const profileId = 'local'
  const openTab = async (tab: RegExp, prepare: Parameters<typeof renderApp>[0]) => {
    useKeysAndUsers.setState(useKeysAndUsers.getInitialState())
    const { fake } = await renderApp(prepare)
    fireEvent.click(screen.getByRole('button', { name: 'Keys and users' }))
    const dialog = await dialogOf('Keys and users of the local store')
    fireEvent.click(await dialog.findByText(tab))
    const changes = () => fake.state.calls.flatMap(([name, input]) => (name === 'identities.change' ? [(input as { change: unknown }).change] : []))
    return { dialog, changes }
  }

  it('a policy says again what it said in a version before, and forgets versions', async () => {
    const document = (action: string) => JSON.stringify({ Version: '1', Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }] })
    const { dialog, changes } = await openTab(/^Policies/, ({ api }) => {
      void api.identities.change({ profileId, change: { kind: 'createPolicy', policyName: 'readers', description: '', document: document('oss:GetObject') } })
      void api.identities.change({ profileId, change: { kind: 'updatePolicy', policyName: 'readers', document: document('oss:PutObject') } })
    })
    const versions = within(await dialog.findByLabelText('Versions'))
    expect(versions.getAllByRole('listitem').map((row) => row.textContent)).toEqual([expect.stringMatching(/^v2In force/), expect.stringMatching(/^v1(?!In force)/)])
    fireEvent.click(versions.getByLabelText('Make it count v1'))
    fireEvent.click(await versions.findByLabelText('Delete… v2'))
    fireEvent.click((await screen.findByText('What the policy said in this version.')).closest('.ant-modal')?.querySelector('.ant-btn-dangerous') ?? screen.getByText('nothing'))
    await waitFor(() => expect(versions.getAllByRole('listitem')).toHaveLength(1))
    expect(changes().slice(-2)).toEqual([
      { kind: 'setDefaultPolicyVersion', policyName: 'readers', versionId: 'v1' },
      { kind: 'deletePolicyVersion', policyName: 'readers', versionId: 'v2' },
    ])
  })

  it('a role says in words whom it trusts, and is told to trust a user and a service', async () => {
    const { dialog, changes } = await openTab(/^Roles/, ({ api }) => {
      void api.identities.change({ profileId, change: { kind: 'createUser', userName: 'alice', displayName: '', comments: '' } })
      void api.identities.change({ profileId, change: { kind: 'createRole', roleName: 'uploader', description: '', trustPolicy: trustOfAccount('1000000000000001'), maxSessionSeconds: 3600 } })
    })
    const trust = within(await dialog.findByLabelText('Who may assume it'))
    const who = await trust.findByLabelText('Who')
    // Pasted as a list, as well as picked.
    fireEvent.change(who, { target: { value: 'ecs.aliyuncs.com,acs:ram::1000000000000001:user/alice,' } })
    fireEvent.click(trust.getByText('Save role'))
    await waitFor(() => expect(changes().at(-1)).toMatchObject({ kind: 'updateRole' }))
    const { trustPolicy } = changes().at(-1) as { trustPolicy: string }
    expect(JSON.parse(trustPolicy)).toMatchObject({ Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { RAM: [expect.stringMatching(/root$/), 'acs:ram::1000000000000001:user/alice'], Service: ['ecs.aliyuncs.com'] } }] })
  })

  it('a further account has keys, which are made and replaced here', async () => {
    const { dialog, changes } = await openTab(/^Accounts/, ({ api }) => {
      void api.identities.change({ profileId, change: { kind: 'createAccount', displayName: 'Partner' } })
    })
    fireEvent.click(await dialog.findByText('Partner'))
    fireEvent.click(await within(await dialog.findByRole('region', { name: 'Partner' })).findByText('Create AccessKey'))
    await dialogOf('The new AccessKey')
    expect(changes().at(-1)).toEqual({ kind: 'createAccessKey', accountId: expect.stringMatching(/^\d+$/) })
  })
})

it('writes lines for a shell under the names that the SDKs read', () => {
  expect(environmentLines({ accessKeyId: 'id', accessKeySecret: 'secret', securityToken: 'token' })).toBe('export OSS_ACCESS_KEY_ID=id\nexport OSS_ACCESS_KEY_SECRET=secret\nexport OSS_SESSION_TOKEN=token\n')
})
