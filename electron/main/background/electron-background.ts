import { app, BrowserWindow, dialog, Menu, nativeImage, Notification, Tray, type MenuItemConstructorOptions } from 'electron'
import type { UnsavedWork } from '../../contract/editing.ts'
import type { TransferSummary } from '../../contract/host-messages.ts'
import type { Settings } from '../../contract/settings.ts'
import type { TrayIcon } from './background.ts'
import type { BackgroundTexts } from './texts.ts'
import { trayBitmap } from './tray-icon.ts'

const trayScales = [1, 1.25, 1.5, 2, 3]
const traySizePx = 16

export function createTrayIcon(onClick: () => void): TrayIcon {
  const image = nativeImage.createEmpty()
  for (const scaleFactor of trayScales) {
    const size = Math.round(traySizePx * scaleFactor)
    image.addRepresentation({ scaleFactor, width: size, height: size, buffer: nativeImage.createFromBitmap(trayBitmap(size), { width: size, height: size }).toPNG() })
  }
  const tray = new Tray(image)
  tray.on('click', onClick)
  return {
    update: (tooltip, menu) => {
      tray.setToolTip(tooltip)
      tray.setContextMenu(Menu.buildFromTemplate([...menu] as MenuItemConstructorOptions[]))
    },
    remove: () => tray.destroy(),
  }
}

/** Bar and count on the taskbar, launcher or dock, where the system has such a thing. */
export function showProgress(progress: number | 'open' | undefined, activeCount: number): void {
  for (const window of BrowserWindow.getAllWindows()) {
    if (progress === 'open') window.setProgressBar(2, { mode: 'indeterminate' })
    else window.setProgressBar(progress ?? -1)
  }
  app.setBadgeCount(activeCount)
}

/** Held until they are gone: one that is collected as garbage loses its click. */
const notifications = new Set<Notification>()

export function notify(text: { readonly title: string; readonly body: string }, onClick: () => void): void {
  if (!Notification.isSupported()) return
  const notification = new Notification({ ...text, silent: true })
  notifications.add(notification)
  notification.on('click', () => {
    notifications.delete(notification)
    onClick()
  })
  notification.on('close', () => notifications.delete(notification))
  notification.on('failed', () => notifications.delete(notification))
  notification.show()
}

/** Asks whether a window closes although something in it is not saved. The safe answer has the focus. */
export async function askAboutUnsaved(window: BrowserWindow, texts: BackgroundTexts['unsaved'], works: readonly UnsavedWork[]): Promise<boolean> {
  const options = { type: 'warning' as const, message: texts.message(works.map(({ name }) => name)), detail: works.every(({ hasDraft }) => hasDraft) ? texts.detail : texts.detailLost, buttons: [texts.stay, texts.close], defaultId: 0, cancelId: 0, noLink: false }
  return (await dialog.showMessageBox(window, options)).response === 1
}

export type ClosingAnswer = 'stay' | 'tray' | 'pause' | 'cancel'

interface ClosingQuestion {
  readonly window: BrowserWindow | undefined
  readonly texts: BackgroundTexts['question']
  readonly summary: TransferSummary
  readonly canUseTray: boolean
}

/** Asks what becomes of the transfers that run. The safe answer has the focus; cancelling is never remembered. */
export async function askBeforeClosing({ window, texts, summary, canUseTray }: ClosingQuestion): Promise<{ readonly answer: ClosingAnswer; readonly remember: Settings['closeWithTransfers'] | undefined }> {
  const answers: readonly ClosingAnswer[] = ['stay', ...(canUseTray ? (['tray'] as const) : []), 'pause', 'cancel']
  const options = {
    type: 'question' as const,
    message: texts.message(summary),
    detail: texts.detail,
    buttons: answers.map((answer) => texts[answer]),
    defaultId: 0,
    cancelId: 0,
    noLink: false,
    checkboxLabel: texts.remember,
  }
  const { response, checkboxChecked } = window === undefined || !window.isVisible() ? await dialog.showMessageBox(options) : await dialog.showMessageBox(window, options)
  const answer = answers[response] ?? 'stay'
  return { answer, remember: checkboxChecked && (answer === 'tray' || answer === 'pause') ? answer : undefined }
}
