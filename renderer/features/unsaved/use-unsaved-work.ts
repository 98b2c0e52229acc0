import { useEffect, useId } from 'react'
import type { UnsavedWork } from '../../../electron/contract/editing.ts'
import type { WindowApi } from '../../../electron/contract/window-api.ts'
import { useApi } from '../../bridge/api.tsx'
import { useNotices } from '../notices/index.ts'

/** Everything in this window that is not saved, by the component that holds it. */
const works = new Map<string, UnsavedWork>()

const tell = (api: WindowApi): void => {
  void api.editing.setUnsaved({ works: [...works.values()] }).catch(useNotices.getState().reportError)
}

/**
 * While the name is given, closing the window asks first.
 * @param hasDraft whether what was changed is kept on this computer anyway
 */
export function useUnsavedWork(name: string | undefined, hasDraft: boolean): void {
  const api = useApi()
  const id = useId()
  useEffect(() => {
    if (name === undefined) return undefined
    works.set(id, { name, hasDraft })
    tell(api)
    return () => {
      works.delete(id)
      tell(api)
    }
  }, [api, id, name, hasDraft])
}
