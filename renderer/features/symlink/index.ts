import { lazyDialog } from '../../ui/lazy-dialog.tsx'

export { SymlinkBadge } from './symlink-badge.tsx'
export { SymlinkTarget } from './symlink-target.tsx'
export const LazySymlinkDialog = lazyDialog(async () => (await import('./symlink-dialog.tsx')).SymlinkDialog)
