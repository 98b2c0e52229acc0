import { lazyDialog } from '../../ui/lazy-dialog.tsx'
import { useJobDialogs } from '../transfers/index.ts'

const EditDialog = lazyDialog(async () => (await import('./edit-dialog.tsx')).EditDialog)
const FolderChooser = lazyDialog(async () => (await import('./folder-chooser.tsx')).FolderChooser)

/** The dialogs in which a copy, move or change of many objects is put together. */
export function JobDialogs() {
  const dialog = useJobDialogs((state) => state.dialog)
  const close = useJobDialogs((state) => state.close)
  if (dialog === undefined) return null
  return dialog.kind === 'chooseTarget' ? (
    <FolderChooser verb={dialog.verb} chosen={dialog.chosen} onClose={close} />
  ) : (
    <EditDialog key={dialog.edit} kind={dialog.edit} chosen={dialog.chosen} onClose={close} />
  )
}
