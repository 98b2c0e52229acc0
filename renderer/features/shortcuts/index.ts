export { ChangeKeys } from './change-keys.tsx'
export { chordOf, commandOf, fixedCommands, isTyping, obstacleTo, tabIndexOf, type Obstacle } from './keys.ts'
export { useChangeShortcuts, useKeysOf, useShortcuts, writtenKeys } from './use-shortcuts.ts'
