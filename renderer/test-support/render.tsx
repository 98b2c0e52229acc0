import { render } from '@testing-library/react'
import { userEvent, type UserEvent } from '@testing-library/user-event'
import { App } from '../app/app.tsx'
import { restoreWorkspace } from '../app/session.ts'
import { createEventHub } from '../bridge/event-hub.ts'
import { createQueryClient } from '../bridge/query-client.ts'
import { useActionDialogs } from '../features/actions/index.ts'
import { useRestores } from '../features/as-of/store.ts'
import { useBucketDialogs, useRememberedBuckets } from '../features/buckets/index.ts'
import { useDragOutStore } from '../features/drag-out/index.ts'
import { useEditor } from '../features/editor/index.ts'
import { usePalette } from '../features/palette/index.ts'
import { useVersions } from '../features/versions/index.ts'
import { useKeysAndUsers } from '../features/keys-and-users/index.ts'
import { useTour } from '../features/tour/index.ts'
import { settingsQuery, useSettingsDialogs } from '../features/settings/index.ts'
import { storeStatusQuery } from '../features/store/index.ts'
import { resetTabs } from '../features/navigation/index.ts'
import { useNotices } from '../features/notices/index.ts'
import { profilesQuery, useProfileDialogs } from '../features/profiles/index.ts'
import { useDockStore, useJobDialogs, useTransferStore } from '../features/transfers/index.ts'
import { createI18n } from '../ui/i18n/index.ts'
import { createFakeWindow, type FakeWindow } from './fake-window-api.ts'

interface Store<T> {
  readonly getInitialState: () => T
  readonly setState: (state: T, replace: true) => void
}
const resetOf = <T,>(store: Store<T>) => (): void => store.setState(store.getInitialState(), true)
/** What lives as long as a window: a dialog that a former test left open would take this one's keys. */
const resets = [
  resetOf(useNotices),
  resetOf(useActionDialogs),
  resetOf(useBucketDialogs),
  resetOf(useRememberedBuckets),
  resetOf(useDragOutStore),
  resetOf(useEditor),
  resetOf(useJobDialogs),
  resetOf(usePalette),
  resetOf(useProfileDialogs),
  resetOf(useDockStore),
  resetOf(useTransferStore),
  resetOf(useRestores),
  resetOf(useSettingsDialogs),
  resetOf(useKeysAndUsers),
  resetOf(useTour),
  resetOf(useVersions),
]

/** The whole window on a store in memory, with every provider, as a user meets it. */
export async function renderApp(prepare: (fake: FakeWindow) => void): Promise<{ readonly fake: FakeWindow; readonly user: UserEvent }> {
  resetTabs()
  for (const reset of resets) reset()
  let tell: ((event: MessageEvent) => void) | undefined
  let sequence = 0
  const events = createEventHub({ schedule: queueMicrotask, onUnknown: () => undefined })
  const fake = createFakeWindow((event) => tell?.(new MessageEvent('message', { data: { ...event, sequence: ++sequence } })))
  events.attach('client-host', {
    addEventListener: (_type, listener) => {
      tell = listener
    },
    start: () => undefined,
    close: () => undefined,
  })
  prepare(fake)
  const client = createQueryClient()
  await Promise.all([client.fetchQuery(settingsQuery(fake.api)), client.fetchQuery(storeStatusQuery(fake.api)), client.fetchQuery(profilesQuery(fake.api))])
  restoreWorkspace(fake.state.workspace, () => true)
  render(<App bridge={{ api: fake.api, events, previewUrl: ({ key }) => `data:text/plain,${key}` }} client={client} i18n={createI18n('en')} />)
  return { fake, user: userEvent.setup() }
}
