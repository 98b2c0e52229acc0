import { RestoreDialog } from './lazy-parts.ts'
import { useRestores } from './store.ts'

/** The dialog of a restore, while one is being prepared. */
export function RestoreHost() {
  const target = useRestores((state) => state.target)
  const close = useRestores((state) => state.close)
  return target === undefined ? null : <RestoreDialog key={JSON.stringify(target)} target={target} onClose={close} />
}
