import { act, fireEvent, screen, waitFor } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { callError, type FakeWindow } from '../../test-support/fake-window-api.ts'
import { fakeVersion } from '../../test-support/fake-versions.ts'
import { renderApp } from '../../test-support/render.tsx'
import { useNavigation } from './pane-context.tsx'

async function opened(prepare: (fake: FakeWindow) => void = () => undefined) {
  const rendered = await renderApp((fake) => {
    fake.putBucket('photos', [{ key: '2026/a.txt' }, { key: '2026/k?versionId=0000000000701k83etakk' }])
    prepare(fake)
  })
  await waitFor(() => expect(document.querySelector('[data-bucket="photos"]')).not.toBeNull())
  const go = (address: string) => {
    fireEvent.click(screen.getByLabelText('Edit the address'))
    const field = screen.getByLabelText('Address', { selector: 'input' })
    fireEvent.change(field, { target: { value: address } })
    fireEvent.keyDown(field, { key: 'Enter' })
  }
  return { ...rendered, go, place: () => useNavigation.getState().place }
}

// Delete markers have no preview, which needs a real frame.
const marker = (versionId: string, isLatest = false) => fakeVersion(versionId, { isDeleteMarker: true, isLatest })

describe('an address of a bucket that is in no list', () => {
  it('is asked about before it is refused: another client may have made it since', async () => {
    const { fake, go, place } = await opened()
    act(() => fake.putBucket('made-elsewhere', [{ key: 'b.txt' }]))
    go('oss://made-elsewhere/')
    await waitFor(() => expect(place()).toMatchObject({ bucket: 'made-elsewhere' }))
    await waitFor(() => expect(document.querySelector('[data-bucket="made-elsewhere"]')).not.toBeNull())
    expect(document.getElementById('address-problem')).toBeNull()
  })

  it('is refused when the service has none of this name, and followed when only the list of buckets is closed to the key', async () => {
    const { fake, go, place } = await opened()
    go('oss://no-such-bucket/')
    await waitFor(() => expect(document.getElementById('address-problem')?.textContent).toContain('There is no bucket named no-such-bucket.'))
    expect(place()?.bucket).not.toBe('no-such-bucket')
    fireEvent.keyDown(screen.getByLabelText('Address', { selector: 'input' }), { key: 'Escape' })
    fake.state.failures.set('listing.completeKey', callError('AccessDenied'))
    go('oss://of-another-account/')
    await waitFor(() => expect(place()).toMatchObject({ bucket: 'of-another-account' }))
  })
})

describe('an address with a version', () => {
  it('leads to the object and opens its history there', async () => {
    const { go, place } = await opened(({ state }) => {
      state.histories.versions.set('photos/2026/a.txt', [marker('0000000000901k83etakk', true), marker('0000000000801k83etakk'), marker('0000000000701k83etakk')])
    })
    go('oss://photos/2026/a.txt?versionId=0000000000701k83etakk')
    await waitFor(() => expect(place()).toMatchObject({ prefix: '2026/', focusKey: '2026/a.txt' }))
    await screen.findByTestId('timeline')
    await waitFor(() => expect(document.querySelector('.timeline-row.is-focused')?.getAttribute('data-version')).toBe('0000000000701k83etakk'))
    fireEvent.keyDown(screen.getByTestId('timeline'), { key: 'Escape' })
  })

  it('says so when the version is gone, and leaves a key alone that only ends like one', async () => {
    const { go, place } = await opened(({ state }) => state.histories.versions.set('photos/2026/a.txt', [marker('0000000000901k83etakk', true)]))
    go('oss://photos/2026/k?versionId=0000000000701k83etakk?versionId=')
    await waitFor(() => expect(place()).toMatchObject({ focusKey: '2026/k?versionId=0000000000701k83etakk' }))
    expect(screen.queryByTestId('versions')).toBeNull()
    go('oss://photos/2026/a.txt?versionId=0000000000701k83etakk')
    expect(await screen.findByText('The version that was asked for is no longer there.')).toBeTruthy()
  })
})
