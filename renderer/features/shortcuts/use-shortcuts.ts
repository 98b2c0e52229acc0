import { useCallback, useMemo } from 'react'
import { defaultShortcuts, shortcutsWith, type Command, type Shortcuts } from '../../../electron/contract/shortcuts.ts'
import { isMac, shortcutText } from '../../ui/platform.ts'
import { useSettings, useUpdateSettings } from '../settings/index.ts'
import { readableKeys } from './keys.ts'

/** Writes keys as this platform's users read them. */
export const writtenKeys = (keys: string): string => shortcutText(readableKeys(keys), isMac)

/** The keys as they are now. */
export function useShortcuts(): Shortcuts {
  const changed = useSettings().shortcuts
  return useMemo(() => shortcutsWith(changed), [changed])
}

/** Gives a command's present keys as they are shown beside it; undefined when it has none. */
export function useKeysOf(): (command: Command) => string | undefined {
  const shortcuts = useShortcuts()
  return useCallback((command) => (shortcuts[command] === '' ? undefined : writtenKeys(shortcuts[command])), [shortcuts])
}

/** Changes keys, and keeps only what differs from how they are at first. */
export function useChangeShortcuts(): (change: Partial<Shortcuts> | 'reset') => void {
  const { shortcuts: changed } = useSettings()
  const update = useUpdateSettings()
  return (change) => {
    if (change === 'reset') return update({ shortcuts: {} })
    const next = Object.entries({ ...changed, ...change }).filter(([command, keys]) => (defaultShortcuts as Readonly<Record<string, string>>)[command] !== keys)
    update({ shortcuts: Object.fromEntries(next) })
  }
}
