import { z } from 'zod'
import { ConflictPolicy } from './conflict-policy.ts'

const settingFields = {
  /** Opens the tabs of the last time; else one empty tab. */
  restoreTabs: z.boolean(),
  /** Starts with the user's session, in the tray where there is one. */
  startAtLogin: z.boolean(),
  /** Asks before deleting what the bucket keeps as a version. What cannot be recovered is always asked about. */
  confirmRecoverable: z.boolean(),
  theme: z.enum(['system', 'light', 'dark', 'contrast']),
  language: z.enum(['system', 'en', 'zh-CN']),
  density: z.enum(['compact', 'normal', 'comfortable']),
  sidebarWidth: z.number().int().min(160).max(480),
  sidebarOpen: z.boolean(),
  inspectorWidth: z.number().int().min(280).max(640),
  inspectorOpen: z.boolean(),
  dockHeight: z.number().int().min(120).max(800),
  /** Says when a batch has ended while nobody looks. */
  notifyTransfers: z.boolean(),
  /** Where the system shows such icons. */
  trayIcon: z.boolean(),
  /** What closing the last window means while transfers run. */
  closeWithTransfers: z.enum(['ask', 'tray', 'pause']),
  /** What a download does with files that are there. */
  downloadConflict: ConflictPolicy,
  /** False after the first-run screen was closed. */
  firstRun: z.boolean(),
  storePort: z.number().int().min(0).max(65_535),
  storeRegion: z.string().max(64),
  /** Keys that the user gave to commands, by the command's name; the others are as they are at first. */
  shortcuts: z.record(z.string().max(40), z.string().max(40)),
}
/** Folders, which only the system's dialog names: a page that is not itself any more must not choose where files are written. */
const folderSettings = {
  /** Where downloads go; null asks each time. */
  downloadFolder: z.string().max(32_768).nullable().default(null),
  /** Data of the local store; null for the usual folder. */
  storeFolder: z.string().max(32_768).nullable().default(null),
}
export const Settings = z.strictObject({
  ...folderSettings,
  restoreTabs: settingFields.restoreTabs.default(true),
  startAtLogin: settingFields.startAtLogin.default(false),
  confirmRecoverable: settingFields.confirmRecoverable.default(true),
  theme: settingFields.theme.default('system'),
  language: settingFields.language.default('system'),
  density: settingFields.density.default('normal'),
  sidebarWidth: settingFields.sidebarWidth.default(240),
  sidebarOpen: settingFields.sidebarOpen.default(true),
  inspectorWidth: settingFields.inspectorWidth.default(340),
  inspectorOpen: settingFields.inspectorOpen.default(true),
  dockHeight: settingFields.dockHeight.default(240),
  notifyTransfers: settingFields.notifyTransfers.default(true),
  trayIcon: settingFields.trayIcon.default(true),
  closeWithTransfers: settingFields.closeWithTransfers.default('ask'),
  downloadConflict: settingFields.downloadConflict.default('keepBoth'),
  firstRun: settingFields.firstRun.default(true),
  storePort: settingFields.storePort.default(9000),
  storeRegion: settingFields.storeRegion.default('cn-hangzhou'),
  shortcuts: settingFields.shortcuts.default({}),
})
export type Settings = z.infer<typeof Settings>
/** Settings that the window may change, some of them. Without defaults: what is left out must stay as it is. */
export const SettingsChange = z.strictObject(settingFields).partial()
export type SettingsChange = z.infer<typeof SettingsChange>

/** A folder that could hold the local store's data. */
export const ChosenDataFolder = z.object({
  folderId: z.string(),
  folder: z.string(),
  /** A store's data, nothing at all, or something else, which a store does not start in. */
  holds: z.enum(['store', 'nothing', 'other']),
})
export type ChosenDataFolder = z.infer<typeof ChosenDataFolder>

export const SettingsState = z.object({
  settings: Settings,
  /** Set once when the file could not be read and was put aside under this name. */
  recoveredFrom: z.string().optional(),
})
export type SettingsState = z.infer<typeof SettingsState>
