import { lazyDialog } from '../../ui/lazy-dialog.tsx'

export { useKeysAndUsers } from './store.ts'

/** Accounts, keys, users, groups, roles and policies of the local store. */
export const LazyKeysAndUsersDialog = lazyDialog(async () => (await import('./keys-and-users-dialog.tsx')).KeysAndUsersDialog)
