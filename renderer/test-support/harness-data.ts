import { Settings } from '../../electron/contract/settings.ts'
import { type TransferItem } from '../../electron/contract/transfer-items.ts'
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

const failures = [
  callError('LocalDiskFull', { details: { NeededBytes: '3100000000', FreeBytes: '12000000' } }),
  callError('AccessDenied', { requestId: '655F1C2E0A3B4C5D6E7F8091', ec: '0003-00000001', status: 403 }),
  callError('ServiceUnavailable', { requestId: '5C3D9175B6FC201293AD4890', status: 503 }),
]

function items(count: number, failedEvery: number, prefix: string): TransferItem[] {
  return Array.from({ length: count }, (_, index) => {
    const failed = index % failedEvery === 2
    const error = failures[Math.floor(index / failedEvery) % failures.length]
    const name = index === 3 ? '季度财务报告（最终版，含附件与审计意见）2026年第三季度-已盖章扫描件.pdf' : `raw/IMG_${String(index).padStart(6, '0')}.dng`
    return {
      itemId: String(index),
      name,
      key: prefix + name,
      state: failed ? ('failed' as const) : ('done' as const),
      bytesTotal: 2_500_000 + (index % 977) * 4099,
      bytesDone: failed ? 0 : 2_500_000,
      attempts: failed ? 5 : 1,
      verified: !failed,
      ...(failed && error !== undefined ? { error } : { crc64: String(12_345_678_901n * BigInt(index + 1)), etag: '5D41402ABC4B2A76B9719D911017C592' }),
    }
  })
}

function transfers(fake: FakeWindow): void {
  const now = Date.now()
  const idle = { bytesPerSecond: 0, itemsPerSecond: 0, streams: 0 }
  const lisbon = '2026/lisbon/'
  fake.state.batches = [
    fakeBatch({ batchId: 'b1', prefix: lisbon, itemsTotal: 214, itemsDone: 131, bytesTotal: 1_480_000_000, bytesDone: 905_000_000, bytesPerSecond: 48_000_000, createdMs: now }),
    fakeBatch({ batchId: 'b5', kind: 'move', target: { profileId: 'local', bucket: 'backups', prefix: 'archive/2019/' }, itemsTotal: 48_211, itemsDone: 9400, bytesTotal: 0, bytesDone: 0, bytesPerSecond: 0, itemsPerSecond: 812, createdMs: now - 100, scanned: false }),
    fakeBatch({ batchId: 'b6', kind: 'download', state: 'paused', localFolder: '下载', title: '季度财务报告（最终版，含附件与审计意见）2026年第三季度-已盖章扫描件.pdf', itemsTotal: 1, itemsDone: 0, bytesTotal: 9_700_000_000, bytesDone: 4_100_000_000, createdMs: now - 200, ...idle }),
    fakeBatch({ batchId: 'b9', prefix: lisbon, itemsTotal: 9, itemsDone: 2, slowedBy: { code: 'ServiceUnavailable', status: 503 }, streams: 2, bytesTotal: 90_000_000, bytesDone: 9_000_000, bytesPerSecond: 900_000, createdMs: now - 300 }),
    fakeBatch({ batchId: 'b7', state: 'queued', profileId: 'c0', bucket: 'logs-hz', itemsTotal: 12, itemsDone: 0, bytesDone: 0, createdMs: now - 400, ...idle }),
    fakeBatch({ batchId: 'b2', kind: 'download', state: 'failed', localFolder: 'Downloads', itemsTotal: 300_000, itemsDone: 299_250, itemsFailed: 750, bytesTotal: 3_100_000_000, bytesDone: 3_090_000_000, createdMs: now - 1000, finishedMs: now - 500, ...idle }),
    fakeBatch({ batchId: 'b8', state: 'failed', itemsTotal: 3, itemsDone: 0, itemsFailed: 0, bytesDone: 0, prefix: lisbon, error: failures[1], createdMs: now - 1500, finishedMs: now - 1400, ...idle }),
    fakeBatch({ batchId: 'b3', kind: 'delete', state: 'done', itemsTotal: 12, itemsDone: 12, bytesTotal: 0, bytesDone: 0, createdMs: now - 2000, finishedMs: now - 1900, prefix: 'raw/', ...idle }),
    fakeBatch({ batchId: 'b4', state: 'done', itemsTotal: 1, itemsDone: 1, bytesTotal: 4_400_000, bytesDone: 4_400_000, createdMs: now - 3000, finishedMs: now - 2900, ...idle }),
    fakeBatch({ batchId: 'b10', state: 'cancelled', itemsTotal: 40, itemsDone: 12, bytesDone: 120, createdMs: now - 4000, finishedMs: now - 3500, ...idle }),
  ]
  fake.state.items.set('b2', items(300_000, 400, ''))
  fake.state.items.set('b1', items(214, 1000, lisbon))
  fake.state.history = [
    ...fake.state.batches.filter((batch) => batch.finishedMs !== undefined),
    ...Array.from({ length: 60 }, (_, index) =>
      fakeBatch({
        batchId: `h${index}`,
        kind: (['upload', 'download', 'copy', 'delete', 'tags', 'restore'] as const)[index % 6] ?? 'upload',
        ...(index % 6 === 2 ? { target: { profileId: 'local', bucket: 'backups', prefix: '' } } : {}),
        ...(index % 6 === 5 ? { edit: { kind: 'restore' as const, days: 3 } } : {}),
        localFolder: 'Downloads',
        state: index % 7 === 3 ? 'failed' : 'done',
        itemsTotal: 1 + ((index * 37) % 4000),
        itemsDone: 1 + ((index * 37) % 4000) - (index % 7 === 3 ? 1 : 0),
        itemsFailed: index % 7 === 3 ? 1 : 0,
        bytesTotal: index % 6 === 3 ? 0 : index * 7_919_000,
        bytesDone: index * 7_919_000,
        createdMs: now - index * 11 * hourMs - 60_000,
        finishedMs: now - index * 11 * hourMs,
        ...idle,
      }),
    ),
  ]
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
