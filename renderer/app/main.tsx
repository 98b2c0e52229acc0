import { windowBridge } from '../bridge/api.tsx'
import { createEventHub, receivePorts } from '../bridge/event-hub.ts'
import { startApp } from './start.tsx'

const events = createEventHub({
  // A window in the background gets no frames, and a hidden queue must not grow: then a timer takes over.
  schedule: (flush) => (document.visibilityState === 'visible' ? requestAnimationFrame(flush) : setTimeout(flush, 200)),
  // oxlint-disable-next-line no-console -- the one place that tells of a sender newer than this window
  onUnknown: (data) => console.warn('An event of an unknown kind was dropped', data),
})
receivePorts(window, events)
void startApp(windowBridge(events))
