import { randomUUID } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import type { Log } from '../log.ts'
import { openProfileStore, type ProfileStore } from '../profiles/profile-store.ts'
import type { Keychain } from '../secrets/keychain.ts'
import { createSecretBox } from '../secrets/secret-box.ts'
import { openSettingsStore, type SettingsStore } from './settings-store.ts'
import { openWorkspaceStore, type WorkspaceStore } from './workspace-store.ts'

/** What the app keeps between two runs, opened. */
export interface AppState {
  /** Folder of everything below. */
  readonly userData: string
  /** The transfers' journal; exists. */
  readonly stateFolder: string
  readonly settings: SettingsStore
  readonly workspace: WorkspaceStore
  readonly keychain: Keychain
  readonly profiles: ProfileStore
}

/** Reads settings, tabs and connections at once. Needs nothing of Electron, and so runs while that gets ready. */
export async function openAppState({ userData, keychain, log }: Pick<AppState, 'userData' | 'keychain'> & { readonly log: Log }): Promise<AppState> {
  const stateFolder = path.join(userData, 'transfers')
  const [settings, workspace, profiles] = await Promise.all([
    openSettingsStore(path.join(userData, 'settings.json')),
    openWorkspaceStore(path.join(userData, 'workspace.json'), log),
    openProfileStore({ file: path.join(userData, 'connections.json'), secrets: createSecretBox(keychain), newId: randomUUID }),
    mkdir(stateFolder, { recursive: true }),
  ])
  return { userData, stateFolder, settings, workspace, keychain, profiles }
}
