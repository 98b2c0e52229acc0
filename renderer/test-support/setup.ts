import { cleanup, configure } from '@testing-library/react'
import { afterEach } from 'vitest'
import { keepDecisiveStyles } from './decisive-styles.ts'

// How fast the machine is decides nothing: this is only there to end a test that hangs.
configure({ asyncUtilTimeout: 30_000 })

// A test document does no layout, so everything would have no height and a virtualised list no rows.
Object.defineProperties(HTMLElement.prototype, {
  clientHeight: { configurable: true, get: () => 600 },
  clientWidth: { configurable: true, get: () => 1000 },
  offsetHeight: { configurable: true, get: () => 600 },
  offsetWidth: { configurable: true, get: () => 1000 },
})

// Frames stay empty here: what they show is another page's, and its tests'.
const { happyDOM } = window as unknown as { readonly happyDOM: { readonly settings: { disableIframePageLoading: boolean; handleDisabledFileLoadingAsSuccess: boolean } } }
happyDOM.settings.handleDisabledFileLoadingAsSuccess = true

keepDecisiveStyles()

afterEach(cleanup)
