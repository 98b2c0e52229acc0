import { useApi } from '../../bridge/api.tsx'
import { parentPrefix } from '../../ui/names.ts'
import { useNavigationApi, useTabs } from '../navigation/index.ts'
import { useNotices } from '../notices/index.ts'
import { useListingReader } from './listing-context.tsx'
import { useObjectsStoreApi } from './store.ts'

/** Goes to an object of the open bucket: to its folder, and onto its row. */
export function useGoToKey(): (key: string) => Promise<void> {
  const api = useApi()
  const read = useListingReader()
  const navigation = useNavigationApi()
  const store = useObjectsStoreApi()
  return async (key) => {
    const { place, progress, view } = read()
    if (place === undefined) return
    const prefix = parentPrefix(key)
    if (prefix !== place.prefix || progress === undefined) {
      navigation.getState().open({ ...place, prefix, focusKey: key })
      return
    }
    try {
      const { index, orderId } = await api.listing.findKey({ sessionId: progress.sessionId, view, key })
      if (index === null) return
      store.getState().pickOnly(index, orderId)
      useTabs.getState().focusList()
    } catch (thrown) {
      useNotices.getState().reportError(thrown)
    }
  }
}
