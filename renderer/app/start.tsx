import { createRoot } from 'react-dom/client'
import type { Bridge } from '../bridge/api.tsx'
import { createQueryClient } from '../bridge/query-client.ts'
import { appInfoQuery, settingsQuery } from '../features/settings/index.ts'
import { useNotices } from '../features/notices/index.ts'
import { profilesQuery } from '../features/profiles/index.ts'
import { storeStatusQuery } from '../features/store/index.ts'
import { createI18n, languageOf } from '../ui/i18n/index.ts'
import { grantStyleNonce } from '../ui/style-nonce.ts'
import 'antd/dist/antd.css'
import 'antd/dist/antd.css'
import '../ui/styles/index.css'
import { App } from './app.tsx'
import { followWorkspace, restoreWorkspace, withoutTabs } from './session.ts'

/**
 * Shows the window. Language and theme are read first, so that the first paint is already the right one; a failure to
 * read them shows in the window itself.
 */
export async function startApp(bridge: Bridge): Promise<void> {
  grantStyleNonce(document)
  const client = createQueryClient()
  const profiles = client.fetchQuery(profilesQuery(bridge.api))
  const workspace = bridge.api.workspace.getWorkspace({})
  await Promise.allSettled([client.fetchQuery(settingsQuery(bridge.api)), client.fetchQuery(appInfoQuery(bridge.api)), client.fetchQuery(storeStatusQuery(bridge.api)), profiles, workspace])
  try {
    const known = new Set((await profiles).profiles.map(({ profileId }) => profileId))
    const kept = await workspace
    const { settings } = await client.ensureQueryData(settingsQuery(bridge.api))
    restoreWorkspace(settings.restoreTabs ? kept : withoutTabs(kept), (profileId) => known.has(profileId))
  } catch (thrown) {
    useNotices.getState().reportError(thrown)
  }
  followWorkspace(bridge.api)
  const i18n = createI18n(languageOf(navigator.language))
  const root = document.querySelector('#root')
  if (root === null) throw new Error('The page has no #root')
  createRoot(root).render(<App bridge={bridge} client={client} i18n={i18n} />)
}
