import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { useKeysAndUsers } from '../features/keys-and-users/index.ts'
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

it('writes lines for a shell under the names that the SDKs read', () => {
  expect(environmentLines({ accessKeyId: 'id', accessKeySecret: 'secret', securityToken: 'token' })).toBe('export OSS_ACCESS_KEY_ID=id\nexport OSS_ACCESS_KEY_SECRET=secret\nexport OSS_SESSION_TOKEN=token\n')
})
