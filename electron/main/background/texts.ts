import type { TransferSummary } from '../../contract/host-messages.ts'
import type { TransferBatch, TransferKind } from '../../contract/transfer-batches.ts'
import type { MenuLanguage } from '../menu-texts.ts'

/** What main says of transfers outside the window: in the tray, in notifications, and when it asks before it closes. */
export interface BackgroundTexts {
  readonly state: (summary: TransferSummary) => string
  readonly ended: (batch: TransferBatch) => { readonly title: string; readonly body: string }
  readonly showWindow: string
  readonly showTransfers: string
  readonly pauseAll: string
  readonly resumeAll: string
  readonly quit: string
  readonly unsaved: {
    readonly message: (names: readonly string[]) => string
    readonly detail: string
    /** Where of some of it no draft is kept. */
    readonly detailLost: string
    readonly stay: string
    readonly close: string
  }
  readonly question: {
    readonly message: (summary: TransferSummary) => string
    readonly detail: string
    readonly stay: string
    readonly tray: string
    readonly pause: string
    readonly cancel: string
    readonly remember: string
  }
}

/** `photos / 2026`, or for a copy where it goes to. */
const placeOf = ({ bucket, prefix, target }: TransferBatch): string =>
  [target?.bucket ?? bucket, ...(target?.prefix ?? prefix).split('/').filter((segment) => segment !== '')].join(' / ')

const english: Readonly<Record<TransferKind, string>> = {
  upload: 'Upload',
  download: 'Download',
  zip: 'ZIP download',
  delete: 'Deletion',
  copy: 'Copy',
  move: 'Move',
  restore: 'Restore',
  storageClass: 'Change of storage class',
  acl: 'Change of ACL',
  metadata: 'Change of metadata',
  tags: 'Change of tags',
  restoreVersion: 'Restore of versions',
  recover: 'Recovery',
  deleteVersions: 'Deletion of versions',
  revert: 'Restore to an earlier moment',
}
const chinese: Readonly<Record<TransferKind, string>> = {
  upload: '上传',
  download: '下载',
  zip: 'ZIP 下载',
  delete: '删除',
  copy: '复制',
  move: '移动',
  restore: '解冻',
  storageClass: '存储类型转换',
  acl: '读写权限修改',
  metadata: '元数据修改',
  tags: '标签修改',
  restoreVersion: '版本恢复',
  recover: '恢复已删除对象',
  deleteVersions: '版本删除',
  revert: '恢复到过去的时刻',
}

const number = (value: number, language: MenuLanguage): string => new Intl.NumberFormat(language).format(value)
const percent = (fraction: number): string => `${String(Math.min(99, Math.floor(fraction * 100)))} %`
const plural = (count: number, one: string, other: string): string => `${number(count, 'en')} ${count === 1 ? one : other}`

const en: BackgroundTexts = {
  state: ({ active, paused, fraction }) =>
    active > 0
      ? `${plural(active, 'transfer', 'transfers')} running${fraction === undefined ? '' : `, ${percent(fraction)}`}`
      : paused > 0
        ? `${plural(paused, 'transfer', 'transfers')} paused`
        : 'No transfers',
  ended: (batch) => {
    const { kind, state, itemsFailed, itemsTotal, title } = batch
    const items = itemsTotal === 1 && title !== '' ? title : plural(itemsTotal, 'item', 'items')
    const heading = state === 'done' ? `${english[kind]} finished` : itemsFailed > 0 ? `${english[kind]} ended with ${plural(itemsFailed, 'failure', 'failures')}` : `${english[kind]} failed`
    return { title: heading, body: `${items} · ${placeOf(batch)}` }
  },
  showWindow: 'Show Ossia',
  showTransfers: 'Show transfers',
  pauseAll: 'Pause all',
  resumeAll: 'Resume all',
  quit: 'Quit Ossia',
  unsaved: {
    message: ([name = '', ...more]) => (more.length === 0 ? `The changes to ${name} are not saved` : `The changes to ${name} and ${plural(more.length, 'other place', 'other places')} are not saved`),
    detail: 'They stay on this computer as a draft and are offered when the object is edited again.',
    detailLost: 'What was changed is lost when the window closes. Only texts of objects are kept as drafts.',
    stay: 'Go on editing',
    close: 'Close without saving',
  },
  question: {
    message: ({ active }) => (active === 1 ? 'A transfer is still running' : `${number(active, 'en')} transfers are still running`),
    detail: 'Paused transfers go on by themselves at the next start, large files from their last part; deletions wait until they are resumed. Cancelled ones keep what is done.',
    stay: 'Keep the window open',
    tray: 'Finish in the tray, then quit',
    pause: 'Quit and resume later',
    cancel: 'Cancel them and quit',
    remember: 'Do the same next time (can be changed in the settings)',
  },
}

const zhCN: BackgroundTexts = {
  state: ({ active, paused, fraction }) =>
    active > 0 ? `${number(active, 'zh-CN')} 个任务进行中${fraction === undefined ? '' : `，${percent(fraction)}`}` : paused > 0 ? `${number(paused, 'zh-CN')} 个任务已暂停` : '没有传输任务',
  ended: (batch) => {
    const { kind, state, itemsFailed, itemsTotal, title } = batch
    const items = itemsTotal === 1 && title !== '' ? title : `${number(itemsTotal, 'zh-CN')} 项`
    const heading = state === 'done' ? `${chinese[kind]}完成` : itemsFailed > 0 ? `${chinese[kind]}结束，${number(itemsFailed, 'zh-CN')} 项失败` : `${chinese[kind]}失败`
    return { title: heading, body: `${items} · ${placeOf(batch)}` }
  },
  showWindow: '显示 Ossia',
  showTransfers: '查看传输列表',
  pauseAll: '全部暂停',
  resumeAll: '全部继续',
  quit: '退出 Ossia',
  unsaved: {
    message: ([name = '', ...more]) => (more.length === 0 ? `对 ${name} 的修改尚未保存` : `对 ${name} 等 ${number(more.length + 1, 'zh-CN')} 处的修改尚未保存`),
    detail: '修改会作为草稿保留在这台电脑上，下次编辑该文件时可以恢复。',
    detailLost: '关闭窗口后，这些修改将丢失；只有文件内容的修改会保留为草稿。',
    stay: '继续编辑',
    close: '不保存并关闭',
  },
  question: {
    message: ({ active }) => `还有 ${number(active, 'zh-CN')} 个传输任务未完成`,
    detail: '暂停的任务会在下次启动后自动继续，大文件从上次完成的分片继续；删除任务需手动继续。取消任务会保留已完成的部分。',
    stay: '保持窗口打开',
    tray: '在托盘中完成后退出',
    pause: '退出，下次启动继续',
    cancel: '取消任务并退出',
    remember: '下次不再询问（可在设置中更改）',
  },
}

export const backgroundTexts: Readonly<Record<MenuLanguage, BackgroundTexts>> = { en, 'zh-CN': zhCN }
