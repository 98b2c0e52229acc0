import { Settings } from '../../electron/contract/schemas.ts'
import { callError, fakeBatch, fakeProfile, type FakeWindow } from './fake-window-api.ts'

const hourMs = 3_600_000

/** A picture with transparency, drawn here so that no file is needed. */
const picture = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" width="640" height="420"><rect x="40" y="40" width="560" height="340" rx="24" fill="#3a6ea5"/><circle cx="440" cy="150" r="60" fill="#f4c95d"/><path d="M40 380 240 190l120 110 80-70 160 150z" fill="#274c37"/></svg>',
)}`
const text = `data:text/plain,${encodeURIComponent('# Plan\n\n- Lisbon in May\n- 里斯本，五月\n\nThe light is best before nine.\n'.repeat(30))}`

function photos(): { key: string; sizeBytes?: number; lastModifiedMs?: number; storageClass?: string }[] {
  const now = Date.now()
  return [
    { key: 'raw/IMG_0001.dng', sizeBytes: 31_000_000 },
    { key: 'edits/final.psd', sizeBytes: 8_000_000 },
    { key: '2026/lisbon/beach.jpg', sizeBytes: 4_400_000 },
    { key: 'beach.jpg', sizeBytes: 4_400_312, lastModifiedMs: now - 2 * hourMs },
    { key: 'plan.md', sizeBytes: 12_480, lastModifiedMs: now - 26 * hourMs },
    { key: 'budget 2026.xlsx', sizeBytes: 88_213, lastModifiedMs: now - 5 * 24 * hourMs },
    { key: 'archive-2019.tar.gz', sizeBytes: 9_700_000_000, lastModifiedMs: now - 400 * 24 * hourMs, storageClass: 'ColdArchive' },
    { key: 'empty.bin', sizeBytes: 0, lastModifiedMs: now - 40_000 },
    { key: 'interview.m4a', sizeBytes: 52_100_000, lastModifiedMs: now - 20 * 24 * hourMs, storageClass: 'IA' },
  ]
}

function crowded(): ReturnType<typeof photos> {
  const names = [
    '季度财务报告（最终版，含附件与审计意见）2026年第三季度-已盖章扫描件.pdf',
    'a very long name that goes on and on until there is no more room for it in any reasonable window width at all.tar.gz',
    '🏖️ holiday 🎉 party 👩‍👩‍👧‍👦 with the whole family and the neighbours and their dog 🐕.heic',
    '100% done #final + notes?.txt',
    '..',
    ' leading and trailing spaces ',
    'ファイル名が長い場合の表示確認用テキスト.txt',
    'no-extension-here',
    'semi;colon&ampersand=equals.csv',
  ]
  const rows: ReturnType<typeof photos> = [{ key: '2024/x' }, { key: '项目资料/x' }, { key: '📁 emoji folder/x' }, ...names.map((key, index) => ({ key, sizeBytes: 10 ** index }))]
  for (let index = 0; index < 100_000; index++) {
    rows.push({ key: `log-${String(index).padStart(6, '0')}.json`, sizeBytes: (index * 7919) % 5_000_000, lastModifiedMs: Date.now() - index * 60_000 })
  }
  return rows
}

function connections() {
  const colours = ['red', 'amber', 'green', 'blue', 'purple', 'none'] as const
  return [
    fakeProfile({ profileId: 'c0', name: 'Production', colour: 'red', readOnly: true }),
    fakeProfile({ profileId: 'c1', name: '华东二 · 季度财务归档（只允许审计部门读取的那一个）', colour: 'amber', endpoint: 'https://oss-cn-shanghai-internal.aliyuncs.com', region: 'cn-shanghai', presetPath: 'finance/2026/' }),
    fakeProfile({ profileId: 'c2', name: 'Ceph in the basement', kind: 's3', colour: 'green', endpoint: 'https://s3.storage.example.com:8443', region: 'us-east-1', secret: 'missing' }),
    fakeProfile({ profileId: 'c3', name: 'Yesterday’s token', colour: 'blue', secret: 'session', expiresMs: Date.now() - hourMs }),
    ...Array.from({ length: 14 }, (_, index) => fakeProfile({ profileId: `d${index}`, name: `customer-${index} exports, eu-central, quarterly`, colour: colours[index % 6] ?? 'none' })),
  ]
}

function transfers(fake: FakeWindow): void {
  const now = Date.now()
  fake.state.batches = [
    fakeBatch({ batchId: 'b1', prefix: '2026/lisbon/', itemsTotal: 214, itemsDone: 131, bytesTotal: 1_480_000_000, bytesDone: 905_000_000, bytesPerSecond: 48_000_000, createdMs: now }),
    fakeBatch({ batchId: 'b2', kind: 'download', state: 'failed', localFolder: 'Downloads', itemsTotal: 1204, itemsDone: 1201, itemsFailed: 3, bytesTotal: 3_100_000_000, bytesDone: 3_090_000_000, bytesPerSecond: 0, createdMs: now - 1000 }),
    fakeBatch({ batchId: 'b3', kind: 'delete', state: 'done', itemsTotal: 12, itemsDone: 12, bytesTotal: 0, bytesDone: 0, bytesPerSecond: 0, createdMs: now - 2000, prefix: 'raw/' }),
    fakeBatch({ batchId: 'b4', state: 'done', itemsTotal: 1, itemsDone: 1, bytesTotal: 4_400_000, bytesDone: 4_400_000, bytesPerSecond: 0, createdMs: now - 3000 }),
  ]
  fake.state.items.set(
    'b2',
    Array.from({ length: 1204 }, (_, index) => {
      const failed = index % 400 === 2
      return {
        itemId: `i${index}`,
        name: `IMG_${String(index).padStart(4, '0')}.jpg`,
        key: `IMG_${index}.jpg`,
        state: failed ? ('failed' as const) : ('done' as const),
        bytesTotal: 2_500_000,
        bytesDone: failed ? 0 : 2_500_000,
        attempts: failed ? 3 : 1,
        verified: !failed,
        ...(failed ? { error: callError('LocalDiskFull') } : {}),
      }
    }),
  )
}

/** Fills the store for the scene the address names; answers where previews come from. */
export function fillScenario(fake: FakeWindow, query: URLSearchParams): (key: string) => string {
  const scene = query.get('scene') ?? 'normal'
  fake.state.settings = Settings.parse({
    firstRun: scene === 'first-run',
    theme: query.get('theme') ?? 'light',
    language: query.get('language') ?? 'en',
    density: query.get('density') ?? 'normal',
  })
  if (scene !== 'empty' && scene !== 'first-run') {
    fake.putBucket('photos', scene === 'crowded' ? crowded() : photos())
    fake.putBucket('backups', [])
    fake.putBucket('site', [{ key: 'index.html' }], { acl: 'public-read' })
    fake.putBucket('customer-exports-eu-central-quarterly-archive-2026', [])
  }
  if (scene === 'crowded' || scene === 'connections') fake.state.profiles = connections()
  if (scene === 'no-keychain') fake.state.keychain = { available: false, name: 'basic_text' }
  if (scene === 'crowded' || scene === 'transfers') transfers(fake)
  if (scene === 'port-taken') fake.state.status = { state: 'failed', error: callError('StorePortTaken', { details: { Port: '9000' } }), dataFolder: '/data' }
  if (scene === 'list-failed') fake.state.failures.set('listing.open', callError('AccessDenied', { requestId: '655F1C2E0A3B4C5D6E7F8091', ec: '0003-00000001' }))
  if (scene === 'conflicts') {
    const now = Date.now()
    fake.state.chosenSources = Array.from({ length: 214 }, (_, index) => ({ sourceId: `s${index}`, name: `f${index}`, isDirectory: false, sizeBytes: 1000 }))
    fake.state.preview = {
      files: 214,
      bytes: 1_480_000_000,
      conflictCount: 16,
      complete: true,
      conflicts: Array.from({ length: 16 }, (_, index) => ({
        name: index === 1 ? '季度财务报告（最终版，含附件与审计意见）2026年第三季度.pdf' : `beach-${index}.jpg`,
        key: `beach-${index}.jpg`,
        sourceSizeBytes: 4_400_312 + (index % 3) * 1000,
        sourceModifiedMs: now - index * hourMs,
        targetSizeBytes: 4_400_312,
        targetModifiedMs: now - 26 * hourMs,
      })),
    }
  }
  return (key) => (/\.(jpg|png|svg)$/.test(key) ? picture : text)
}
