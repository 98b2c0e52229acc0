import { cleanup, configure } from '@testing-library/react'
import { afterEach, vi } from 'vitest'

// How fast the machine is decides nothing: these are only there to end a test that hangs.
vi.setConfig({ testTimeout: 60_000 })
configure({ asyncUtilTimeout: 15_000 })

// A test document does no layout, so everything would have no height and a virtualised list no rows.
Object.defineProperties(HTMLElement.prototype, {
  clientHeight: { configurable: true, get: () => 600 },
  clientWidth: { configurable: true, get: () => 1000 },
  offsetHeight: { configurable: true, get: () => 600 },
  offsetWidth: { configurable: true, get: () => 1000 },
})

afterEach(cleanup)
