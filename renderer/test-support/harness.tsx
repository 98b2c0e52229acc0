import { createEventHub } from '../bridge/event-hub.ts'
import { startApp } from '../app/start.tsx'
import { fillScenario } from './harness-data.ts'
import { createFakeWindow } from './fake-window-api.ts'

/**
 * The whole window on a store in memory, for looking at it in any browser: `vite renderer`, then
 * `/test-support/harness.html?scene=crowded&theme=dark&language=zh-CN`.
 */
const events = createEventHub({ schedule: (flush) => requestAnimationFrame(flush), onUnknown: () => undefined })
const { port1, port2 } = new MessageChannel()
events.attach('client-host', port1)
let sequence = 0
const fake = createFakeWindow((event) => port2.postMessage({ ...event, sequence: ++sequence }))

const query = new URLSearchParams(location.search)
const previews = fillScenario(fake, query)
Object.assign(window, { fake })
void startApp({ api: fake.api, events, previewUrl: ({ key }) => previews(key) })
