import { useActionDialogs } from '../features/actions/index.ts'
import { LazySizeDialog } from '../features/folder-size/index.ts'
import { LazyFragmentsDialog } from '../features/fragments/index.ts'
import { LazyNewTextDialog } from '../features/new-text/index.ts'
import { LazySymlinkDialog } from '../features/symlink/index.ts'

/** Dialogs of actions on what is chosen, or on the place that is open. */
export function ActionDialogs() {
  const dialog = useActionDialogs((state) => state.dialog)
  const close = useActionDialogs((state) => state.close)
  switch (dialog?.kind) {
    case 'size':
      return <LazySizeDialog target={dialog.target} name={dialog.name} prefix={dialog.prefix} onClose={close} />
    case 'fragments':
      return <LazyFragmentsDialog profileId={dialog.profileId} bucket={dialog.bucket} onClose={close} />
    case 'symlink':
      return <LazySymlinkDialog place={dialog.place} target={dialog.target} onClose={close} />
    case 'newText':
      return <LazyNewTextDialog place={dialog.place} onClose={close} />
    case undefined:
    default:
      return null
  }
}
