export { AsOfBar, RestoreDialog } from './lazy-parts.ts'
export { AsOfButton } from './as-of-button.tsx'
export { RestoreHost } from './restore-host.tsx'
export { useRestores } from './store.ts'
