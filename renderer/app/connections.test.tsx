import { screen, waitFor, within } from '@testing-library/react'
import type { UserEvent } from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import type { DoctorCheck } from '../../electron/contract/doctor.ts'
import { callError, fakeProfile, type FakeWindow } from '../test-support/fake-window-api.ts'
import { renderApp } from '../test-support/render.tsx'

const callsOf = (fake: FakeWindow, name: string) => fake.state.calls.filter(([called]) => called === name).map(([, input]) => input)
const connection = (name: string) => screen.getByRole('button', { name: new RegExp(`^${name}`) })

/** By its title's own text: in tests Ant Design gives dialogs and tooltips one id, so that a label may lead to either. */
async function dialogOf(title: string) {
  const heading = await screen.findByText(title, { selector: '.ant-modal-title' })
  const dialog = heading.closest<HTMLElement>('[role="dialog"]')
  if (dialog === null) throw new Error('A title without a dialog')
  return within(dialog)
}

async function openForm(prepare: (fake: FakeWindow) => void = () => undefined) {
  const rendered = await renderApp((fake) => {
    fake.putBucket('photos', [{ key: 'beach.jpg' }])
    prepare(fake)
  })
  await rendered.user.click(screen.getByRole('button', { name: 'Add connection' }))
  return { ...rendered, form: await dialogOf('Add a connection') }
}
/** All at once: with every letter the form is drawn anew, which other tests look at. */
async function enter(user: UserEvent, field: HTMLElement, text: string) {
  await user.click(field)
  await user.paste(text)
}
async function fillIn({ user, form }: Awaited<ReturnType<typeof openForm>>) {
  await enter(user, form.getByLabelText('Name'), 'Archive')
  await enter(user, form.getByLabelText('AccessKey ID'), 'LTAI5tKey')
  await enter(user, form.getByLabelText('AccessKey Secret'), 'verySecret')
}

describe('adding a connection', () => {
  it('sends what was described, the secret once, and shows its buckets', async () => {
    const opened = await openForm()
    await fillIn(opened)
    opened.form.getByText(/kept in the keychain of the system \(gnome_libsecret\)/)
    await opened.user.click(opened.form.getByRole('button', { name: 'Save' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(callsOf(opened.fake, 'profiles.createProfile')).toEqual([
      {
        fields: expect.objectContaining({ name: 'Archive', kind: 'oss', endpoint: 'https://oss-cn-hangzhou.aliyuncs.com', region: 'cn-hangzhou', readOnly: false }),
        credential: { accessKeyId: 'LTAI5tKey', accessKeySecret: 'verySecret' },
        keep: 'keychain',
      },
    ])
    await waitFor(() => expect(connection('Archive').getAttribute('aria-expanded')).toBe('true'))
    expect(document.body.innerHTML).not.toContain('verySecret')
  })

  it('says field by field what is missing, and sends nothing', async () => {
    const { user, form, fake } = await openForm()
    await user.click(form.getByRole('button', { name: 'Save' }))
    await form.findByText('Give it a name.')
    await enter(user, form.getByLabelText('Name'), 'Archive')
    await form.findByText('Enter the AccessKey ID, without spaces.')
    expect(callsOf(fake, 'profiles.createProfile')).toEqual([])
  })

  it('asks how the secret is kept where there is no keychain, and wants a yes for keeping it unprotected', async () => {
    const opened = await openForm((fake) => (fake.state.keychain = { available: false, name: 'basic_text' }))
    const { user, form, fake } = opened
    await fillIn(opened)
    form.getByText(/This system offers no keychain/)
    await user.click(form.getByRole('button', { name: 'Save' }))
    await form.findByText('Choose how the secret is kept.')
    await user.click(form.getByRole('radio', { name: 'Unprotected on the disk' }))
    await user.click(form.getByRole('button', { name: 'Save' }))
    expect(callsOf(fake, 'profiles.createProfile')).toEqual([])
    await user.click(form.getByRole('checkbox', { name: /I accept that anyone/ }))
    await user.click(form.getByRole('button', { name: 'Save' }))
    await waitFor(() => expect(callsOf(fake, 'profiles.createProfile')).toEqual([expect.objectContaining({ keep: 'unprotected' })]))
  })

  it('tests before it is kept, and says in a sentence what stood in the way', async () => {
    const opened = await openForm((fake) => fake.state.failures.set('profiles.testProfile', callError('NetworkUnreachable', { details: { cause: 'ECONNREFUSED' } })))
    const { user, form, fake } = opened
    await fillIn(opened)
    await user.click(form.getByRole('button', { name: /Test$/ }))
    await form.findByText('Nothing answers at this address and port.')
    fake.state.failures.clear()
    await user.click(form.getByRole('button', { name: /Test$/ }))
    await form.findByText('It works: the key sees 1 bucket.')
    expect(callsOf(fake, 'profiles.createProfile')).toEqual([])
  })
})

describe('a key that ends', () => {
  const code = btoa(JSON.stringify({ id: 'STS.1', secret: 'codeSecret', stoken: 't', expiration: '2100-01-01T00:00:00Z', region: 'oss-cn-beijing', osspath: 'oss://team/reports/', privilege: 'readOnly' }))

  it('comes with an authorisation code, which says where it leads and what it allows', async () => {
    const { user, form, fake } = await openForm()
    await enter(user, form.getByLabelText('Name'), 'Shared')
    await user.click(form.getByText('Authorisation code'))
    await user.click(form.getByRole('button', { name: 'Save' }))
    await form.findByText('This is no authorisation code. Paste the whole of it.')
    await enter(user, form.getByLabelText('Authorisation code', { selector: 'textarea' }), code)
    await form.findByText('Reading')
    await user.click(form.getByRole('button', { name: 'Save' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(callsOf(fake, 'profiles.createProfile')).toEqual([
      {
        fields: expect.objectContaining({ endpoint: 'https://oss-cn-beijing.aliyuncs.com', region: 'cn-beijing', presetPath: 'team/reports/', readOnly: true }),
        credential: { accessKeyId: 'STS.1', accessKeySecret: 'codeSecret', securityToken: 't', expiresMs: Date.UTC(2100, 0, 1), privilege: 'readOnly' },
        keep: 'keychain',
      },
    ])
  })

  it('is told about when it has ended, and renewed without leaving the place', async () => {
    const expired = { profileId: 'a', name: 'Shared', isTemporary: true, privilege: 'readOnly', expiresMs: 1000 } as const
    const { user, fake } = await renderApp((window) => {
      window.putBucket('photos', [{ key: 'beach.jpg' }])
      window.state.profiles = [fakeProfile(expired)]
    })
    const notice = (await screen.findByText('The key of Shared has ended.')).closest('div')!
    await user.click(connection('Shared'))
    await user.click((await screen.findAllByRole('button', { name: 'photos' }))[1]!)
    await screen.findByRole('row', { name: /beach/ })
    await user.click(within(notice).getByRole('button', { name: 'Renew key' }))
    const dialog = await dialogOf('Renew the key of Shared')
    await user.click(dialog.getByLabelText('Authorisation code', { selector: 'textarea' }))
    await user.paste(code)
    await user.click(dialog.getByRole('button', { name: 'Renew key' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    const { name, endpoint, presetPath } = fakeProfile(expired)
    expect(callsOf(fake, 'profiles.updateProfile')).toEqual([
      { profileId: 'a', fields: expect.objectContaining({ name, endpoint, presetPath, readOnly: false }), credential: expect.objectContaining({ accessKeySecret: 'codeSecret' }), keep: 'keychain' },
    ])
    await screen.findByRole('row', { name: /beach/ })
    expect(screen.queryByText('The key of Shared has ended.')).toBeNull()
  })
})

describe('the way through the network', () => {
  it('is that of the system until another is chosen, whose password goes to main once', async () => {
    const opened = await openForm()
    const { user, form, fake } = opened
    await fillIn(opened)
    await user.click(form.getByRole('button', { name: /^Proxy/ }))
    await user.click(form.getByText('Manual'))
    await user.click(form.getByRole('button', { name: 'Save' }))
    await form.findByText(/Write http:\/\/, https:\/\/ or socks5:\/\//)
    await enter(user, form.getByLabelText('Proxy address'), 'socks5://proxy:1080')
    await enter(user, form.getByLabelText('Proxy user name'), 'ada')
    await enter(user, form.getByLabelText('Proxy password'), 'proxySecret')
    await user.click(form.getByRole('button', { name: 'Save' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(callsOf(fake, 'profiles.createProfile')).toEqual([
      expect.objectContaining({
        fields: expect.objectContaining({ proxy: { mode: 'manual', address: 'socks5://proxy:1080', bypass: '', username: 'ada' } }),
        proxyPassword: 'proxySecret',
      }),
    ])
  })
})

describe('the connection doctor', () => {
  const found: DoctorCheck[] = [
    { id: 'tcp', state: 'ok', facts: [{ name: 'port', value: '443' }], durationMs: 12.3 },
    { id: 'tls', state: 'failed', advice: 'otherHost', facts: [{ name: 'subject', value: 'other.example.com' }] },
  ]

  it('shows what it found and what to do, and copies it without a key', async () => {
    const { user, fake } = await renderApp((window) => {
      window.state.profiles = [fakeProfile({ profileId: 'a', name: 'Archive' })]
      window.state.diagnosis = found
    })
    await user.pointer({ keys: '[MouseRight]', target: connection('Archive') })
    await user.click(await screen.findByRole('menuitem', { name: 'Diagnose…' }))
    const doctor = await dialogOf('Diagnosis of Archive')
    await doctor.findByText('1 check failed. Begin with the topmost one.')
    doctor.getByText('The certificate is for another host. Use the name it was issued for.')
    doctor.getByText('12 ms')
    await user.click(doctor.getByRole('button', { name: 'Copy report' }))
    await waitFor(() => expect(fake.state.clipboard).toContain('Encryption and certificate: Failed\n  The certificate is for another host. Use the name it was issued for.\n  Certificate of: other.example.com'))
    expect(fake.state.clipboard).not.toContain('LTAI5tArchiveKey0001')
    await user.click(doctor.getByRole('checkbox', { name: /Try writing too/ }))
    await user.click(doctor.getByRole('button', { name: 'Run again' }))
    await waitFor(() => expect(callsOf(fake, 'profiles.diagnose')).toMatchObject([{ profileId: 'a', mayWrite: false }, { profileId: 'a', mayWrite: true }]))
  })

  it('examines what a form holds, and leaves the form as it was', async () => {
    const opened = await openForm((fake) => (fake.state.diagnosis = found))
    const { user, form, fake } = opened
    await fillIn(opened)
    await user.click(form.getByRole('button', { name: 'Diagnose' }))
    const doctor = await dialogOf('Diagnosis of Archive')
    await user.click(doctor.getAllByRole('button', { name: 'Close' }).at(-1)!)
    expect(callsOf(fake, 'profiles.diagnose')).toMatchObject([{ fields: { name: 'Archive' }, credential: { accessKeySecret: 'verySecret' }, mayWrite: false }])
    expect(form.getByLabelText('Name')).toHaveProperty('value', 'Archive')
  })
})

describe('connections in the sidebar', () => {
  const two = (fake: FakeWindow) => {
    fake.putBucket('photos', [{ key: 'beach.jpg' }])
    fake.state.profiles = [fakeProfile({ profileId: 'a', name: 'Archive', colour: 'red', readOnly: true }), fakeProfile({ profileId: 'b', name: 'Berlin', kind: 's3', endpoint: 'https://s3.example.com' })]
  }

  it('are open at once, each with its own buckets, and an address is read in the one in use', async () => {
    const { user, fake } = await renderApp(two)
    await user.click(connection('Archive'))
    await user.click(connection('Berlin'))
    await waitFor(() => expect(callsOf(fake, 'buckets.listBuckets')).toEqual([{ profileId: 'local' }, { profileId: 'a' }, { profileId: 'b' }]))
    expect(await screen.findAllByRole('button', { name: 'photos' })).toHaveLength(3)
    await user.keyboard('{Control>}l{/Control}')
    await user.type(screen.getByRole('combobox', { name: 'Address' }), '{Control>}a{/Control}s3://photos/{Enter}')
    await waitFor(() => expect(callsOf(fake, 'listing.open')).toEqual([expect.objectContaining({ profileId: 'b', bucket: 'photos' })]))
  })

  it('show the lock, and grey what it refuses', async () => {
    const { user } = await renderApp(two)
    await user.click(connection('Archive'))
    expect(within(connection('Archive')).getByRole('img', { name: 'Read-only' })).toBeDefined()
    const buckets = await screen.findAllByRole('button', { name: 'photos' })
    await user.click(buckets[1]!)
    await screen.findByRole('row', { name: /beach/ })
    expect(screen.getByRole('button', { name: /Upload/ })).toHaveProperty('disabled', true)
    expect(screen.getByRole('button', { name: 'New folder' }).getAttribute('aria-disabled')).toBe('true')
  })

  it('are switched by a few letters of their name', async () => {
    const { user, fake } = await renderApp(two)
    await user.keyboard('{Control>}{Shift>}K{/Shift}{/Control}')
    await user.keyboard('berl{Enter}')
    await waitFor(() => expect(connection('Berlin').getAttribute('aria-current')).toBe('true'))
    await waitFor(() => expect(callsOf(fake, 'buckets.listBuckets')).toContainEqual({ profileId: 'b' }))
  })

  it('begin at their path when they are for one', async () => {
    const { user, fake } = await renderApp((window) => {
      window.putBucket('photos', [{ key: 'team/beach.jpg' }])
      window.state.profiles = [fakeProfile({ profileId: 'a', name: 'Archive', presetPath: 'photos/team' })]
    })
    await user.click(connection('Archive'))
    await waitFor(() => expect(callsOf(fake, 'listing.open')).toEqual([expect.objectContaining({ profileId: 'a', bucket: 'photos', prefix: 'team/' })]))
  })

  it('say why their buckets cannot be shown', async () => {
    const { user, fake } = await renderApp(two)
    fake.state.failures.set('buckets.listBuckets', callError('CredentialMissing'))
    await user.click(connection('Archive'))
    // In the sidebar, and where the objects would be.
    expect(await screen.findAllByText('The secret of this connection is not kept.')).toHaveLength(2)
  })
})

describe('the connection manager', () => {
  it('copies, and forgets after a question', async () => {
    const { user, fake } = await renderApp((window) => {
      window.state.profiles = [fakeProfile({ profileId: 'a', name: 'Archive', secret: 'missing' })]
    })
    await user.click(screen.getByRole('button', { name: 'Manage connections' }))
    const manager = await dialogOf('Connections')
    manager.getByText('Enter the secret again')
    await user.click(manager.getByRole('button', { name: 'Duplicate Archive' }))
    await manager.findByTitle('Archive (copy)')
    await user.click(manager.getByRole('button', { name: 'Delete… Archive' }))
    const question = await dialogOf('Delete the connection Archive?')
    await user.click(question.getByRole('button', { name: 'Delete connection' }))
    await waitFor(() => expect(fake.state.profiles.map((profile) => profile.name)).toEqual(['Archive (copy)']))
  })

  it('changes settings and lets the kept secret go on', async () => {
    const { user, fake } = await renderApp((window) => {
      window.state.profiles = [fakeProfile({ profileId: 'a', name: 'Archive' })]
    })
    await user.click(screen.getByRole('button', { name: 'Manage connections' }))
    const manager = await dialogOf('Connections')
    await user.click(manager.getByRole('button', { name: 'Edit… Archive' }))
    const form = await dialogOf('Edit the connection')
    await user.clear(form.getByLabelText('Name'))
    await enter(user, form.getByLabelText('Name'), 'Renamed')
    await user.click(form.getByRole('button', { name: 'Save' }))
    await dialogOf('Connections')
    expect(callsOf(fake, 'profiles.updateProfile')).toEqual([{ profileId: 'a', fields: expect.objectContaining({ name: 'Renamed' }) }])
  })
})

describe('connections of other tools', () => {
  it('are found, chosen and taken over under the names they are given', async () => {
    const row = { rowId: 0, name: 'default', kind: 'oss', endpoint: 'https://oss-cn-hangzhou.aliyuncs.com', region: 'cn-hangzhou', presetPath: '', accessKeyId: 'LTAI1', isTemporary: false } as const
    const { user, fake } = await renderApp((window) => {
      window.state.foundImports = [{ source: 'ossutil', files: ['~/.ossutilconfig'] }]
      window.state.importPreview = {
        importId: 'i',
        source: 'ossutil',
        files: ['~/.ossutilconfig'],
        rows: [row, { ...row, rowId: 1, name: 'again', conflict: 'Archive' }, { ...row, rowId: 2, name: 'ecs', problem: 'role' }],
      }
    })
    await user.click(screen.getByRole('button', { name: 'Manage connections' }))
    await user.click((await dialogOf('Connections')).getByRole('button', { name: 'Import…' }))
    await user.click(await screen.findByRole('button', { name: /ossutil ~\/\.ossutilconfig/ }))
    const name = await screen.findByRole('textbox', { name: 'Name of default' })
    screen.getByText('Like Archive, which is there already')
    expect(screen.getByRole('checkbox', { name: 'Choose ecs' })).toHaveProperty('disabled', true)
    await user.clear(name)
    await enter(user, name, 'Production')
    await user.click(screen.getByRole('button', { name: 'Import 1 connection' }))
    await waitFor(() => expect(callsOf(fake, 'imports.runImport')).toEqual([{ importId: 'i', keep: 'keychain', rows: [{ rowId: 0, name: 'Production' }] }]))
    await waitFor(() => connection('Production'))
  })
})
