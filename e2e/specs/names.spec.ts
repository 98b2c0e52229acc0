import { mkdir, readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { downloadSelectionTo, expectAllDone, waitForTransfers } from '../actions/transfers.ts'
import { createBucket, find, goTo, skipFirstRun } from '../actions/window.ts'
import { expect, test } from '../fixtures/app.ts'
import { dropFiles } from '../fixtures/drop-files.ts'
import { putRaw } from '../fixtures/raw-put.ts'
import { sdkClient } from '../fixtures/sdk.ts'
import { digestTree } from '../fixtures/trees.ts'

const names = [
  'with space.txt',
  ' leading and trailing ',
  '中文 文件名.txt',
  'emoji 🦴🏔️.txt',
  '100%.txt',
  'a+b=c&d.txt',
  'hash#tag?query.txt',
  'quote\'s "double" <tag>.txt',
  '..hidden..',
  `${'長'.repeat(83)}.txt`,
]

/** Names that a download writes differently, so that no key can be taken for another or for a path, and how. */
const escaped = { '%2F%00.txt': '%252F%2500.txt', 'back\\slash': 'back%5Cslash' }

test('names of every kind survive the way up and down', async ({ sharedOssia: ossia, folder }) => {
  const { page } = ossia
  const tree = path.join(folder, 'names')
  await mkdir(path.join(tree, '目录 & folder #1'), { recursive: true })
  for (const name of names) {
    await writeFile(path.join(tree, name), `content of ${name}`)
    await writeFile(path.join(tree, '目录 & folder #1', name), `inner content of ${name}`)
  }
  for (const name of Object.keys(escaped)) await writeFile(path.join(tree, name), `content of ${name}`)
  await skipFirstRun(page)
  await createBucket(page, 'names')
  await dropFiles(find.grid(page), [tree])
  await expectAllDone(page, 1)

  const client = await sdkClient(ossia, 'names')
  const { content } = await client.get('names/emoji 🦴🏔️.txt')
  expect(String(content)).toBe('content of emoji 🦴🏔️.txt')
  const listed = await client.listV2({ prefix: 'names/', 'max-keys': '100' }, {})
  expect(new Set(listed.objects.map(({ name }) => name))).toEqual(
    new Set([...names.flatMap((name) => [`names/${name}`, `names/目录 & folder #1/${name}`]), ...Object.keys(escaped).map((name) => `names/${name}`)]),
  )

  await goTo(page, 'oss://names/')
  await find.row(page, 'names/').click()
  const target = path.join(folder, 'down')
  await mkdir(target)
  await downloadSelectionTo(ossia.electron, page, target)
  await expectAllDone(page, 2)
  const sent = await digestTree(tree)
  for (const [name, local] of Object.entries(escaped)) {
    sent[local] = sent[name] ?? ''
    delete sent[name]
  }
  expect(await digestTree(path.join(target, 'names'))).toEqual(sent)
})

test('keys that try to leave the download folder stay inside it, and none is lost', async ({ sharedOssia: ossia, folder }) => {
  const { page } = ossia
  await skipFirstRun(page)
  await createBucket(page, 'hostile')
  const keys = [
    'a/../../escape.txt',
    '../up.txt',
    './dot.txt',
    'double//slash.txt',
    'clash',
    'clash/inside.txt',
    'x/'.repeat(30) + 'deep.txt',
    'CON',
    'trailing.',
    'line\nbreak.txt',
    'rtl\u202Egpj.exe',
    `${'k'.repeat(1019)}.txt`,
  ]
  await putRaw(ossia, 'hostile', keys)
  await goTo(page, 'oss://hostile/')
  await page.keyboard.press('F5')
  await expect(find.row(page, 'clash')).toBeVisible()
  await find.row(page, 'clash').click()
  await page.keyboard.press('Control+a')
  const target = path.join(folder, 'target')
  await mkdir(target)
  await downloadSelectionTo(ossia.electron, page, target)
  const [batch] = await waitForTransfers(page, 1)
  expect(batch).toMatchObject({ state: 'done', itemsFailed: 0, itemsDone: keys.length })
  expect(await readdir(folder)).toEqual(['target'])
  expect(Object.keys(await digestTree(target))).toHaveLength(keys.length)
})
