import { QueryClientProvider } from '@tanstack/react-query'
import { renderHook, waitFor } from '@testing-library/react'
import type { ReactNode } from 'react'
import { describe, expect, it } from 'vitest'
import type { ListingProgress, ListingView, ListingWindow } from '../../../electron/contract/listings.ts'
import { BridgeProvider } from '../../bridge/api.tsx'
import { createEventHub } from '../../bridge/event-hub.ts'
import { createQueryClient } from '../../bridge/query-client.ts'
import { queryKeys } from '../../bridge/query-keys.ts'
import { createFakeWindow } from '../../test-support/fake-window-api.ts'
import { useListingRows } from './use-listing-rows.ts'

const view: ListingView = { column: 'name', direction: 'ascending', filter: '' }
const progress = (revision: number, objects: number): ListingProgress => ({ sessionId: 's', state: 'complete', folders: 0, objects, bytes: 0, revision })

describe('the rows of a listing', () => {
  it('are asked for again when the listing is further than its first window as soon as both are seen', async () => {
    const client = createQueryClient()
    const fake = createFakeWindow(() => undefined)
    const asked: number[] = []
    const getWindow = async ({ offset }: { readonly offset: number }): Promise<ListingWindow> => {
      asked.push(offset)
      return { rows: [], total: 7, orderId: 's.2', progress: progress(2, 7) }
    }
    const api = { ...fake.api, listing: { ...fake.api.listing, getWindow } }
    client.setQueryData<ListingWindow>(queryKeys.listingChunk('s', view, 0), { rows: [], total: 0, orderId: 's.1', progress: progress(1, 0) })
    const wrapper = ({ children }: { readonly children: ReactNode }) => (
      <QueryClientProvider client={client}>
        <BridgeProvider bridge={{ api, events: createEventHub({ schedule: queueMicrotask, onUnknown: () => undefined }), previewUrl: () => '' }}>{children}</BridgeProvider>
      </QueryClientProvider>
    )
    const { result } = renderHook(() => useListingRows({ session: progress(2, 7), view, chunks: [0, 0], takeProgress: () => undefined }), { wrapper })
    await waitFor(() => expect(result.current.total).toBe(7))
    expect(asked).toEqual([0])
  })
})
