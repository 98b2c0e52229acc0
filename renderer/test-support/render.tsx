import { render } from '@testing-library/react'
import { userEvent, type UserEvent } from '@testing-library/user-event'
import { App } from '../app/app.tsx'
import { restoreWorkspace } from '../app/session.ts'
import { createEventHub } from '../bridge/event-hub.ts'
import { createQueryClient } from '../bridge/query-client.ts'
import { useKeysAndUsers } from '../features/keys-and-users/index.ts'
import { useTour } from '../features/tour/index.ts'
import { settingsQuery, useSettingsDialogs } from '../features/settings/index.ts'
import { storeStatusQuery } from '../features/store/index.ts'
import { resetTabs } from '../features/navigation/index.ts'
import { useNotices } from '../features/notices/index.ts'
import { profilesQuery, useProfileDialogs } from '../features/profiles/index.ts'
import { useDockStore, useTransferStore } from '../features/transfers/index.ts'
import { createI18n } from '../ui/i18n/index.ts'
import { createFakeWindow, type FakeWindow } from './fake-window-api.ts'


/** The whole window on a store in memory, with every provider, as a user meets it. */
export async function renderApp(prepare: (fake: FakeWindow) => void): Promise<{ readonly fake: FakeWindow; readonly user: UserEvent }> {
  resetTabs()
  useNotices.setState(useNotices.getInitialState())
  useProfileDialogs.setState(useProfileDialogs.getInitialState())
  useDockStore.setState(useDockStore.getInitialState())
  useTransferStore.setState(useTransferStore.getInitialState())
  // A dialog that a former test left open would take this one's keys.
  useSettingsDialogs.setState(useSettingsDialogs.getInitialState())
  useKeysAndUsers.setState(useKeysAndUsers.getInitialState())
  useTour.setState(useTour.getInitialState())
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
