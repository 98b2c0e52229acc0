import { act, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { beforeEach, describe, expect, it } from 'vitest'
import type { BucketSetting } from '../../../electron/contract/bucket-settings.ts'
import { callError, fakeProfile, type FakeWindow } from '../../test-support/fake-window-api.ts'
import { renderApp } from '../../test-support/render.tsx'
import { useBucketDialogs } from '../buckets/index.ts'

const settingOf = (fake: FakeWindow, name: BucketSetting['name']) => fake.state.bucketSettings.get('photos')?.get(name)

/** A dialog by its title: nested ones share an id here, by which their names are not told apart. */
async function dialogTitled(title: RegExp | string) {
  const heading = await screen.findByText(title, { selector: '.ant-modal-title' })
  const dialog = heading.closest<HTMLElement>('.ant-modal')
  if (dialog === null) throw new Error('a title outside of a dialog')
  return { ...within(dialog), text: () => dialog.textContent }
}

async function openSettings(page: string, settings: readonly BucketSetting[] = [], prepare: (fake: FakeWindow) => void = () => undefined) {
  const rendered = await renderApp((fake) => {
    fake.putBucket('photos', [])
    fake.state.bucketSettings.set('photos', new Map(settings.map((setting) => [setting.name, setting])))
    prepare(fake)
  })
  act(() => useBucketDialogs.getState().showSettings('local', 'photos'))
  const dialog = await dialogTitled('Settings of photos')
  fireEvent.click(dialog.getByText(page, { selector: '.setting-name' }))
  return { ...rendered, dialog }
}
type Opened = Awaited<ReturnType<typeof openSettings>>

const entry = ({ dialog }: Opened, page: string) => dialog.getByText(page, { selector: '.setting-name' }).closest('button')?.textContent

async function reviewAndSave({ dialog }: Opened, action: string): Promise<string> {
  fireEvent.click(dialog.getByText('Review and save…'))
  const review = await dialogTitled(/^Change “/)
  const text = review.text()
  fireEvent.click(review.getByText(action, { selector: 'button *' }))
  await dialog.findByText('Saved')
  return text
}

beforeEach(() => {
  useBucketDialogs.getState().close()
})

describe('the settings of a bucket', () => {
  it('are listed with how they stand, and opened from the menu of the bucket and by a key', async () => {
    const opened = await openSettings('ACL', [{ name: 'acl', acl: 'public-read' }, { name: 'tags', tags: { a: '1', b: '2' } }])
    await opened.dialog.findByText('Everyone can read the objects without a key.')
    await waitFor(() => expect([entry(opened, 'ACL'), entry(opened, 'Tags'), entry(opened, 'CORS')]).toEqual(['ACLPublic read', 'Tags2 tags', 'CORSNone']))
    act(() => useBucketDialogs.getState().close())
    fireEvent.contextMenu(screen.getByText('photos'))
    fireEvent.click(await screen.findByText('Bucket settings…'))
    expect(useBucketDialogs.getState().dialog).toEqual({ kind: 'settings', profileId: 'local', bucket: 'photos' })
    act(() => useBucketDialogs.getState().close())
    fireEvent.click(screen.getByText('photos'))
    fireEvent.keyDown(document.body, { key: 'i', ctrlKey: true })
    await waitFor(() => expect(useBucketDialogs.getState().dialog).toMatchObject({ kind: 'settings' }))
  })

  it('open a bucket only after saying what that means', async () => {
    const opened = await openSettings('ACL')
    fireEvent.click(await opened.dialog.findByText('Public read/write'))
    expect(settingOf(opened.fake, 'acl')).toBeUndefined()
    const text = await reviewAndSave(opened, 'Save and open to everyone')
    expect(text).toContain('Everyone on the Internet can then read, overwrite and delete objects')
    expect(text).toContain('ACL of the bucketPrivate')
    expect(text).toContain('+ x-oss-acl: public-read-write')
    expect(settingOf(opened.fake, 'acl')).toEqual({ name: 'acl', acl: 'public-read-write' })
  })

  it('hold the window back while something in them is not saved', async () => {
    const { dialog, fake } = await openSettings('ACL')
    const told = () => fake.state.calls.filter(([name]) => name === 'editing.setUnsaved').map(([, input]) => input)
    expect(told()).toEqual([])
    fireEvent.click(await dialog.findByText('Public read/write'))
    await waitFor(() => expect(told().at(-1)).toEqual({ works: [{ name: 'the settings of photos', hasDraft: false }] }))
    act(() => useBucketDialogs.getState().close())
    await waitFor(() => expect(told().at(-1)).toEqual({ works: [] }))
  })

  it('do not offer a public ACL while public access is blocked', async () => {
    const { dialog } = await openSettings('ACL', [{ name: 'publicAccessBlock', blockPublicAccess: true }])
    await dialog.findAllByText('Blocked: the service refuses a public ACL.')
    expect([...document.querySelectorAll<HTMLInputElement>('.choice-card input')].map(({ disabled }) => disabled)).toEqual([false, true, true])
    fireEvent.click(dialog.getByText('Block public access…', { selector: 'button, button *' }))
    expect(await dialog.findByText('On: nothing in this bucket can be reached without a key.')).toBeTruthy()
  })

  it('say what unblocking public access opens', async () => {
    const opened = await openSettings('Block public access', [{ name: 'publicAccessBlock', blockPublicAccess: true }, { name: 'acl', acl: 'public-read' }])
    await opened.dialog.findByText(/The bucket’s ACL is public/)
    fireEvent.click(await opened.dialog.findByText('Block public access to this bucket'))
    expect(await reviewAndSave(opened, 'Save and open to everyone')).toContain('The bucket’s public ACL counts again')
    expect(settingOf(opened.fake, 'publicAccessBlock')).toEqual({ name: 'publicAccessBlock', blockPublicAccess: false })
  })

  it('keep what was written while another page is shown, and ask before it is lost', async () => {
    const opened = await openSettings('Tags')
    const { dialog } = opened
    fireEvent.click(await dialog.findByText('Add tag'))
    fireEvent.change(dialog.getByLabelText('Key of tag 1'), { target: { value: 'team' } })
    fireEvent.click(dialog.getByText('CORS'))
    expect(entry(opened, 'Tags')).toBe('TagsNot saved')
    fireEvent.click(dialog.getByLabelText('Close', { selector: 'button' }))
    const question = await dialogTitled('Discard the changes?')
    expect(question.getByText('Changed and not saved: Tags.')).toBeTruthy()
    fireEvent.click(question.getByText('Keep editing', { selector: 'button, button *' }))
    fireEvent.click(dialog.getByText('Tags'))
    expect((await dialog.findByLabelText<HTMLInputElement>('Key of tag 1')).value).toBe('team')
  })

  it('are checked as the service does before they can be saved', async () => {
    const { dialog } = await openSettings('Tags', [{ name: 'tags', tags: { team: 'a' } }])
    fireEvent.change(await dialog.findByLabelText('Key of tag 1'), { target: { value: 'aliyun-team' } })
    expect(within(dialog.getByRole('alert')).getByText('Tag 1: a key may not begin with http://, https:// or Aliyun.')).toBeTruthy()
    expect(dialog.getByText('Review and save…').closest('button')?.disabled).toBe(true)
    fireEvent.click(dialog.getByText('Discard changes', { selector: 'button, button *' }))
    expect(dialog.getByLabelText<HTMLInputElement>('Key of tag 1').value).toBe('team')
  })

  it('can only be looked at in a connection that is locked', async () => {
    const { dialog } = await openSettings('Requester pays', [], ({ state }) => {
      state.profiles = [fakeProfile({ profileId: 'locked', readOnly: true })]
    })
    fireEvent.click(dialog.getByLabelText('Close', { selector: 'button' }))
    act(() => useBucketDialogs.getState().showSettings('locked', 'photos'))
    const locked = await dialogTitled('Settings of photos')
    fireEvent.click(locked.getByText('Requester pays', { selector: '.setting-name' }))
    fireEvent.click(await locked.findByText('Whoever asks'))
    expect(locked.getByText('Review and save…').closest('button')?.disabled).toBe(true)
    expect(locked.text()).toContain('locked for reading only')
  })

  it('say when the service has no such setting, and when the key may not ask', async () => {
    const { dialog, fake } = await openSettings('Tags', [], ({ state }) => state.failures.set('buckets.getBucketSetting', callError('NotImplemented')))
    expect(await dialog.findByText('This service has no such setting')).toBeTruthy()
    fake.state.failures.set('buckets.getBucketSetting', callError('AccessDenied'))
    fireEvent.click(dialog.getByText('CORS'))
    expect(await dialog.findByText('Try again')).toBeTruthy()
  })

  it('show the error of a refused change where it was made, and keep the change', async () => {
    const opened = await openSettings('Requester pays', [], ({ state }) => state.failures.set('buckets.putBucketSetting', callError('AccessDenied', { requestId: '655F1C2E0A3B4C5D6E7F8091' })))
    fireEvent.click(await opened.dialog.findByText('Whoever asks'))
    fireEvent.click(opened.dialog.getByText('Review and save…', { selector: 'button, button *' }))
    const review = await dialogTitled(/^Change “/)
    fireEvent.click(review.getByText('Save', { selector: 'button, button *' }))
    expect(await review.findByRole('alert')).toBeTruthy()
    fireEvent.click(review.getByText('Keep editing', { selector: 'button, button *' }))
    expect(opened.dialog.getByText('Whoever asks').closest('.choice-card')?.querySelector('input')?.checked).toBe(true)
  })

  it('compare with what is there by now, not with what was there when the page was opened', async () => {
    const opened = await openSettings('Requester pays')
    fireEvent.click(await opened.dialog.findByText('Whoever asks'))
    opened.fake.state.bucketSettings.get('photos')?.set('requestPayment', { name: 'requestPayment', payer: 'Requester' })
    fireEvent.click(opened.dialog.getByText('Review and save…', { selector: 'button, button *' }))
    const review = await dialogTitled(/^Change “/)
    expect(review.getByText(/Somebody else has made this change meanwhile/)).toBeTruthy()
    expect(review.getByText('Save').closest('button')?.disabled).toBe(true)
  })
})

describe('versioning', () => {
  it('is switched on knowing that it cannot be switched off, suspended, and its cost counted folder by folder', async () => {
    const counted = { count: 2, bytes: 2048 }
    const usage = { current: counted, noncurrent: { count: 7, bytes: 7168 }, deleteMarkers: 1 }
    const opened = await openSettings('Versioning', [], (fake) => {
      fake.state.asOf.usage = { ...usage, folderCount: 1, folders: [{ prefix: 'logs/', ...usage }] }
    })
    const { dialog, fake } = opened
    expect(await dialog.findByText('What is written over or deleted is gone at once.')).toBeTruthy()
    expect(dialog.getByText('There is nothing to suspend: this bucket never kept versions.')).toBeTruthy()
    fireEvent.click(dialog.getByText('Enabled'))
    fireEvent.click(dialog.getByText('Document'))
    expect(dialog.getByLabelText('What saving sends').textContent).toBe('  PUT /?versioning\n  content-type: application/xml\n  \n  <?xml version="1.0" encoding="UTF-8"?>\n− <VersioningConfiguration></VersioningConfiguration>\n+ <VersioningConfiguration>\n+   <Status>Enabled</Status>\n+ </VersioningConfiguration>\n')
    fireEvent.click(dialog.getByText('Form'))
    expect(await reviewAndSave(opened, 'Save')).toContain('Versioning cannot be switched off again, only suspended.')
    expect(settingOf(fake, 'versioning')).toEqual({ name: 'versioning', status: 'Enabled' })
    await waitFor(() => expect(entry(opened, 'Versioning')).toBe('VersioningOn'))
    expect(dialog.getByText('A bucket that has kept versions can only be suspended.')).toBeTruthy()

    // What versions take, of the bucket and of a folder in it.
    fireEvent.click(await dialog.findByText('Count'))
    fireEvent.click(await dialog.findByText('logs/'))
    expect(await dialog.findByText('logs/', { selector: 'h3' })).toBeTruthy()
    await waitFor(() => expect(fake.state.calls.flatMap(([name, input]) => (name === 'asOf.countVersions' ? [(input as { prefix: string }).prefix] : []))).toEqual(['', 'logs/']))
    fireEvent.click(dialog.getByLabelText('Back to the folder above'))
    expect(await dialog.findByText('What versions take', { selector: 'h3' })).toBeTruthy()

    fireEvent.click(dialog.getByText('Suspended'))
    expect(await reviewAndSave(opened, 'Save')).toContain('New writes and deletes keep nothing')
  })
})

describe('CORS rules', () => {
  it('are begun from a template, tried out as they are written, and saved', async () => {
    const opened = await openSettings('CORS')
    const { dialog } = opened
    fireEvent.click(await dialog.findByText('Read from any page'))
    const tester = within(dialog.getByLabelText('Try a request'))
    fireEvent.change(tester.getByLabelText('Page’s origin'), { target: { value: 'https://shop.example' } })
    expect(tester.getByRole('status').textContent).toBe('Rule 1 answers.')
    expect(tester.getByLabelText('Answer to the preflight request (OPTIONS)').textContent).toContain('access-control-allow-origin: *')
    fireEvent.change(tester.getByLabelText('Its headers'), { target: { value: 'x-oss-meta-a' } })
    expect(tester.getByRole('status').textContent).toBe('No rule answers: the browser stops the request.')
    expect(tester.getByLabelText('Why not').textContent).toBe('Rule 1not these headers: x-oss-meta-a')
    await reviewAndSave(opened, 'Save')
    expect(settingOf(opened.fake, 'cors')).toMatchObject({ rules: [{ allowedOrigins: ['*'], allowedMethods: ['GET', 'HEAD'], maxAgeSeconds: 600 }] })
  })

  it('are moved and removed, and need an origin', async () => {
    const one = { allowedOrigins: ['https://one'], allowedMethods: ['GET' as const], allowedHeaders: [], exposeHeaders: [] }
    const { dialog } = await openSettings('CORS', [{ name: 'cors', responseVary: false, rules: [one, { ...one, allowedOrigins: ['https://two'] }] }])
    fireEvent.click(await dialog.findByLabelText('Move rule 2 up'))
    expect(within(dialog.getByLabelText('Rule 1')).getByText('https://two')).toBeTruthy()
    fireEvent.click(dialog.getByLabelText('Remove rule 2'))
    fireEvent.click(dialog.getByText('Add rule', { selector: 'button, button *' }))
    expect(within(dialog.getByRole('alert')).getByText('Rule 2 needs an origin.')).toBeTruthy()
  })

  it('are shown as the document that the service has and the request that would be sent', async () => {
    const { dialog } = await openSettings('CORS')
    fireEvent.click(await dialog.findByText('Read from any page'))
    fireEvent.click(dialog.getByText('Document'))
    expect(dialog.getByText('The service answers that the bucket has no such setting.')).toBeTruthy()
    const sent = dialog.getByLabelText('What saving sends').textContent
    expect(sent).toContain('− DELETE /?cors')
    expect(sent).toContain('+ PUT /?cors')
    expect(sent).toContain('+     <AllowedOrigin>*</AllowedOrigin>')
  })
})

describe('the block of public access', () => {
  it('says what the account does above it', async () => {
    const { dialog } = await openSettings('Block public access', [], ({ state }) => (state.isAccountBlocked = true))
    expect(await dialog.findByText(/^The account blocks public access for all its buckets/)).toBeTruthy()
    expect(dialog.getByText('On: nothing in this bucket can be reached without a key.')).toBeTruthy()
  })
})

describe('hotlink protection', () => {
  it('says of a page whether it is let in, and why', async () => {
    const opened = await openSettings('Hotlink protection')
    const { dialog } = opened
    fireEvent.change(await dialog.findByLabelText(/^Allowed pages/), { target: { value: 'https://*.example.com' } })
    const tester = within(dialog.getByLabelText('Try a page'))
    expect(tester.getByRole('status').textContent).toContain('Requests without Referer are let in.')
    fireEvent.change(tester.getByRole('textbox'), { target: { value: 'https://evil.example/?a=1' } })
    expect(tester.getByRole('status').textContent).toBe('RefusedIt fits none of the allowed pages.Compared as https://evil.example/')
    fireEvent.change(tester.getByRole('textbox'), { target: { value: 'https://www.example.com/x' } })
    expect(tester.getByRole('status').textContent).toContain('It fits the allowed page https://*.example.com.')
    fireEvent.click(dialog.getByText('Allow requests without Referer'))
    expect(await reviewAndSave(opened, 'Save')).toContain('are opened directly')
    await waitFor(() => expect(settingOf(opened.fake, 'referer')).toMatchObject({ referers: ['https://*.example.com'], allowEmptyReferer: false }))
  })
})
