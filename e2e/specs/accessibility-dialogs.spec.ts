import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { leaveView, startLooking } from '../actions/accessibility.ts'
import { chooseInBucketMenu, chooseInMenu, command, connectToItself, dialog, putSamples, type Views } from '../actions/views.ts'
import { createBucket, find, skipFirstRun } from '../actions/window.ts'
import { expect, test } from '../fixtures/app.ts'
import { answerOpenDialog } from '../fixtures/dialogs.ts'
import { dropFiles } from '../fixtures/drop-files.ts'

async function ofTheApp({ page, look }: Views): Promise<void> {
  for (const [name, title] of [['Settings', /^Settings$/], ['Keyboard shortcuts', /^Keyboard shortcuts/], ['About Ossia', /About/]] as const) {
    await command(page, name)
    await dialog(page, title).waitFor()
    await look(name, { isMain: name === 'Settings' })
    await leaveView(page)
  }
}

async function connections({ page, look, ossia: { electron, userData } }: Views): Promise<void> {
  await command(page, 'Go to a connection')
  await page.getByRole('option').first().waitFor()
  await look('switcher of connections')
  await leaveView(page)
  await find.sidebar(page).getByRole('button', { name: 'Endpoint' }).click()
  await page.getByRole('dialog').waitFor()
  await look('endpoint')
  await leaveView(page)
  await command(page, 'New connection')
  await dialog(page, /^Add a connection/).waitFor()
  await look('new connection')
  await leaveView(page)
  await command(page, 'Connections')
  const all = dialog(page, /^Connections/)
  await all.waitFor()
  await look('connections')
  await all.getByRole('button', { name: 'Diagnose… Own' }).click()
  const doctor = dialog(page, /^Diagnosis of Own/)
  await doctor.getByText(/Everything works|It works, with|failed/).first().waitFor()
  await look('diagnosis of a connection')
  await page.keyboard.press('Escape')
  await doctor.waitFor({ state: 'hidden' })
  if (await all.isHidden()) await command(page, 'Connections')
  await all.getByRole('button', { name: 'Import…' }).click()
  await dialog(page, /^Import connections/).waitFor()
  await look('sources of connections')
  const file = path.join(userData, 'ossutilconfig')
  await writeFile(file, '[Credentials]\nlanguage=EN\nendpoint=oss-cn-hangzhou.aliyuncs.com\naccessKeyID=LTAI5tExampleOfAKeyId000\naccessKeySecret=anExampleOfASecret000000000000\n')
  await answerOpenDialog(electron, [file])
  await page.getByRole('button', { name: 'Choose a file…' }).click()
  await page.getByRole('checkbox').first().waitFor()
  await look('import of connections')
  await leaveView(page)
}

async function ofObjects({ page, look, ossia: { userData } }: Views): Promise<void> {
  for (const [name, title] of [['Create bucket', /Create bucket/], ['New folder', /New folder/], ['New text object', /New text object/]] as const) {
    await command(page, name)
    await dialog(page, title).waitFor()
    await look(name)
    await leaveView(page)
  }
  await find.row(page, 'notes.md').click()
  await page.keyboard.press('Delete')
  await dialog(page, /^Delete/).waitFor()
  await look('delete', { isMain: true })
  await leaveView(page)
  for (const [key, title, ...entries] of [
    ['notes.md', /^Link to/, /^Share/],
    ['folder/', /^Export links/, /^Export links/],
    ['notes.md', /^Create a symbolic link/, /symbolic link/],
    ['folder/', /^Properties of/, /^Properties/],
    ['notes.md', /^Move/, /^Move to/],
    ['notes.md', /^Restore archived/, /^Change/, /^Restore archived/],
    ['notes.md', /^Change the storage class/, /^Change/, /^Storage class/],
    ['folder/', /^Change the ACL/, /^Change/, /^ACL/],
    ['notes.md', /^Change headers/, /^Change/, /^Headers/],
    ['notes.md', /^Change tags/, /^Change/, /^Tags/],
  ] as const) {
    await chooseInMenu(page, key, ...entries)
    await dialog(page, title).waitFor()
    await look(String(title))
    await leaveView(page)
  }
  const file = path.join(userData, 'notes.md')
  await writeFile(file, 'another')
  await dropFiles(find.grid(page), [file])
  await dialog(page, /1 name exists already/).waitFor()
  await look('names that exist already')
  await leaveView(page)
}

async function ofTheBucket({ page, look }: Views): Promise<void> {
  await chooseInBucketMenu(page, 'views', /^Unfinished uploads/)
  await dialog(page, /^Unfinished uploads/).waitFor()
  await look('unfinished uploads')
  await leaveView(page)
  await chooseInBucketMenu(page, 'views', /^Permissions/)
  await page.getByRole('dialog').waitFor()
  await look('permissions')
  await leaveView(page)
  await command(page, 'Settings of the bucket')
  const settings = dialog(page, /^Settings of views/)
  for (const title of ['Who has access', 'Bucket policy', 'ACL', 'Block public access', 'CORS', 'Hotlink protection', 'Requester pays', 'Tags', 'Versioning']) {
    const entry = settings.getByRole('navigation').getByRole('button', { name: new RegExp(`^${title}`) })
    await entry.click()
    await expect(entry).toHaveAttribute('aria-current', /./)
    await look(`settings of the bucket: ${title}`)
  }
  await leaveView(page)
}

async function keysAndUsers({ page, look }: Views): Promise<void> {
  await page.evaluate(async () => {
    const { accountId } = await window.ossia.identities.getOverview({ profileId: 'local' })
    const trustPolicy = JSON.stringify({ Version: '1', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { RAM: [`acs:ram::${accountId}:root`] } }] })
    await window.ossia.identities.change({ profileId: 'local', change: { kind: 'createUser', userName: 'alice', displayName: '', comments: '' } })
    await window.ossia.identities.change({ profileId: 'local', change: { kind: 'createRole', roleName: 'uploader', description: '', trustPolicy, maxSessionSeconds: 3600 } })
  })
  await command(page, 'Keys and users')
  const keys = dialog(page, /^Keys and users/)
  await keys.getByRole('tab', { name: /^Roles/ }).click()
  await keys.getByRole('list', { name: 'Roles' }).getByRole('button', { name: 'uploader' }).click()
  await keys.getByRole('button', { name: 'Issue credentials…' }).click()
  await dialog(page, /^Temporary credentials/).waitFor()
  await look('credentials of a role')
  await page.keyboard.press('Escape')
  await dialog(page, /^Temporary credentials/).waitFor({ state: 'hidden' })
  await keys.getByRole('tab', { name: /^Users/ }).click()
  await keys.getByRole('list', { name: 'Users' }).getByRole('button', { name: 'alice' }).click()
  const alice = keys.getByRole('region', { name: 'alice', exact: true })
  await alice.waitFor()
  await look('keys and users')
  await keys.getByRole('button', { name: 'Create user' }).click()
  await dialog(page, /^Create user/).waitFor()
  await look('new user')
  await page.keyboard.press('Escape')
  await dialog(page, /^Create user/).waitFor({ state: 'hidden' })
  await alice.getByRole('button', { name: 'Create AccessKey' }).click()
  await dialog(page, /^The new AccessKey/).waitFor()
  await look('new AccessKey')
  await page.getByRole('button', { name: 'I have it' }).click()
  await alice.getByRole('button', { name: 'Delete…', exact: true }).click()
  await dialog(page, /^Delete user alice/).waitFor()
  await look('deletion of a user')
  await leaveView(page)
}

async function versions({ page, look }: Views): Promise<void> {
  await find.row(page, 'notes.md').click()
  await page.keyboard.press('Control+Shift+h')
  await expect(page.getByTestId('timeline').getByRole('option')).toHaveCount(2)
  await look('version history')
  await page.keyboard.press('2')
  await page.frameLocator('.versions iframe').locator('.cm-mergeView').waitFor()
  await look('comparison of versions')
  await leaveView(page)
  await page.getByRole('button', { name: 'Show an earlier moment' }).click()
  await dialog(page, /Show an earlier moment/).waitFor()
  await look('choice of a moment')
  await leaveView(page)
  await chooseInMenu(page, 'folder/', /Restore to a moment/)
  const plan = dialog(page, /to an earlier moment$/)
  await plan.waitFor()
  await look('restore to a moment')
  const moment = plan.getByRole('textbox', { name: 'Moment' })
  await moment.fill('2020-01-01 00:00:00')
  await moment.press('Enter')
  await plan.getByRole('row', { name: /inside\.txt/ }).getByText('Created since').waitFor()
  await look('what a restore would change')
  await leaveView(page)
}

test('axe-core finds nothing wrong in any dialog, in any palette', async ({ ossia }) => {
  test.setTimeout(180_000)
  const { page } = ossia
  await skipFirstRun(page)
  await createBucket(page, 'views')
  await putSamples(ossia, 'views')
  await connectToItself(ossia, 'Own')
  await page.keyboard.press('F5')
  await find.row(page, 'table.csv').waitFor()
  // It would only be drawn again with each choice.
  await page.keyboard.press('Alt+p')
  const views: Views = { ossia, page, look: await startLooking(page) }
  for (const [name, walk] of Object.entries({ ofTheApp, connections, ofObjects, ofTheBucket, keysAndUsers, versions })) await test.step(name, () => walk(views))
})
