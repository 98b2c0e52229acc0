import type { MenuItemConstructorOptions } from 'electron'
import { describe, expect, it } from 'vitest'
import { noTransfers } from '../../contract/host-messages.ts'
import type { TransferBatch } from '../../contract/transfer-batches.ts'
import { createBackground } from './background.ts'
import { backgroundTexts } from './texts.ts'
import { trayBitmap } from './tray-icon.ts'
import { hasTray } from './tray-support.ts'

const batch = (rest: Partial<TransferBatch> = {}): TransferBatch => ({
  batchId: 'one', kind: 'upload', state: 'done', title: 'a.txt', profileId: 'local', bucket: 'photos', prefix: '2026/lisbon/', createdMs: 0,
  itemsTotal: 214, itemsDone: 214, itemsSkipped: 0, itemsFailed: 0, bytesTotal: 1, bytesDone: 1, bytesPerSecond: 0, itemsPerSecond: 0, streams: 0, scanned: true, ...rest,
})
const running = { active: 2, paused: 0, fraction: 0.614, bytesPerSecond: 9 }

function setUp({ tray = true, language = 'en' as const } = {}) {
  const log: string[] = []
  const state = { focused: false, notifyTransfers: true, trayIcon: true, tooltip: '', menu: [] as readonly MenuItemConstructorOptions[], updates: 0, clicks: [] as (() => void)[] }
  const say = (text: string) => () => void log.push(text)
  const background = createBackground({
    settings: () => state,
    texts: () => backgroundTexts[language],
    createTray: tray
      ? () => {
          log.push('tray')
          return {
            update: (tooltip, menu) => {
              state.updates++
              Object.assign(state, { tooltip, menu })
            },
            remove: say('no tray'),
          }
        }
      : undefined,
    showProgress: (progress, count) => log.push(`progress ${String(progress)} ${count}`),
    windowHasFocus: () => state.focused,
    notify: ({ title, body }, onClick) => {
      log.push(`${title}: ${body}`)
      state.clicks.push(onClick)
    },
    showWindow: say('show'),
    hideWindows: say('hide'),
    showTransfers: say('transfers'),
    pauseAll: say('pause'),
    resumeAll: say('resume'),
    quit: say('quit'),
  })
  const click = (label: string) => (state.menu.find((item) => item.label === label)?.click as (() => void) | undefined)?.()
  return { background, log, state, click }
}

describe('transfers outside the window', () => {
  it('show their progress while they run, and nothing afterwards', () => {
    const { background, log } = setUp({ tray: false })
    background.transfersChanged(running)
    background.transfersChanged({ active: 1, paused: 0, bytesPerSecond: 0 })
    background.transfersChanged(noTransfers)
    expect(log).toEqual(['progress 0.614 2', 'progress open 1', 'progress undefined 0'])
  })

  it('are told of once each, only when nobody looks, and a click leads to them', () => {
    const { background, log, state } = setUp({ tray: false })
    background.batchEnded(batch())
    background.batchEnded(batch({ state: 'failed', itemsFailed: 3, kind: 'move', target: { profileId: 'local', bucket: 'site', prefix: '' } }))
    background.batchEnded(batch({ state: 'cancelled' }))
    state.focused = true
    background.batchEnded(batch())
    Object.assign(state, { focused: false, notifyTransfers: false })
    background.batchEnded(batch())
    expect(log).toEqual(['Upload finished: 214 items · photos / 2026 / lisbon', 'Move ended with 3 failures: 214 items · site'])
    state.clicks[0]?.()
    expect(log.at(-1)).toBe('transfers')
  })

  it('have a menu in the tray that pauses, resumes, shows and quits, and that is not redrawn at every byte', () => {
    const { background, log, state, click } = setUp()
    background.transfersChanged(running)
    expect(state.tooltip).toBe('Ossia · 2 transfers running, 61 %')
    for (let step = 0; step < 50; step++) background.transfersChanged({ ...running, fraction: 0.614 + step / 10_000 })
    expect(state.updates).toBe(1)
    expect(state.menu.filter(({ enabled }) => enabled === false).map(({ label }) => label)).toEqual(['2 transfers running, 61 %', 'Resume all'])
    log.length = 0
    for (const label of ['Show Ossia', 'Show transfers', 'Pause all', 'Quit Ossia']) click(label)
    expect(log).toEqual(['show', 'transfers', 'pause', 'quit'])
    state.trayIcon = false
    background.refresh()
    expect(log.at(-1)).toBe('no tray')
  })

  it('finish in the tray and then end Ossia, unless something failed, was paused, or somebody came back', () => {
    const { background, log, state, click } = setUp()
    const leave = () => {
      background.transfersChanged(running)
      background.finishInTray()
      log.length = 0
    }
    state.trayIcon = false
    leave()
    background.transfersChanged(noTransfers)
    expect(log).toContain('quit')
    leave()
    background.batchEnded(batch({ state: 'failed', itemsFailed: 1 }))
    background.transfersChanged(noTransfers)
    expect(log).not.toContain('quit')
    leave()
    background.transfersChanged({ active: 0, paused: 1, bytesPerSecond: 0 })
    expect(log).not.toContain('quit')
    leave()
    click('Show Ossia')
    background.transfersChanged(noTransfers)
    expect(log).not.toContain('quit')
  })

  it('speak Chinese', () => {
    const text = backgroundTexts['zh-CN']
    expect(text.state(running)).toBe('2 个任务进行中，61 %')
    expect(text.ended(batch({ itemsTotal: 1 }))).toEqual({ title: '上传完成', body: 'a.txt · photos / 2026 / lisbon' })
    expect(text.ended(batch({ state: 'failed', kind: 'restore' })).title).toBe('解冻失败')
    expect(text.question.message(running)).toBe('还有 2 个传输任务未完成')
  })
})

describe('the tray', () => {
  it('is believed in where somebody shows its icons', async () => {
    const bus = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/run/user/1000/bus' }
    const answer = (text: string) => () => Promise.resolve(text)
    expect(await hasTray('win32', {})).toBe(true)
    expect(await hasTray('darwin', {})).toBe(false)
    expect(await hasTray('linux', {}, answer('(true,)'))).toBe(false)
    expect(await hasTray('linux', bus, answer('(true,)'))).toBe(true)
    expect(await hasTray('linux', bus, answer('   boolean false'))).toBe(false)
    const asked: string[] = []
    const withoutTools = (file: string) => {
      asked.push(file)
      return Promise.reject(new Error('ENOENT'))
    }
    expect(await hasTray('linux', bus, withoutTools)).toBe(false)
    expect(asked).toEqual(['gdbus', 'dbus-send'])
  })

  it('draws a bucket: filled below the rim, clear around it and in its ring', () => {
    const bytes = trayBitmap(32)
    const alphaAt = (x: number, y: number) => bytes[(y * 32 + x) * 4 + 3]
    expect(bytes).toHaveLength(32 * 32 * 4)
    expect([alphaAt(0, 0), alphaAt(31, 31), alphaAt(16, 8), alphaAt(16, 23)]).toEqual([0, 0, 0, 0])
    expect([alphaAt(16, 26), alphaAt(16, 12), alphaAt(16, 19)]).toEqual([255, 255, 255])
  })
})
