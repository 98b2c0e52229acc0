import { describe, expect, it } from 'vitest'
import { createTrustedSenders } from './trusted-sender.ts'

const frame = (url: string, parent: unknown = null) => ({ url, parent })

describe('trusted senders', () => {
  const senders = createTrustedSenders()
  senders.admit(7, 1, 'ossia://app')

  it("are known windows' main frames at the app's own origin", () => {
    expect(senders.trustedWindow({ sender: { id: 7 }, senderFrame: frame('ossia://app/') })).toBe(1)
    expect(senders.trustedWindow({ sender: { id: 7 }, senderFrame: frame('ossia://app/index.html#x') })).toBe(1)
  })

  it.each([
    ['another page', 7, frame('https://example.com/')],
    ['another host of the scheme', 7, frame('ossia://app.example/')],
    ['a file', 7, frame('file:///app/')],
    ['a page that only starts like the app', 7, frame('ossia://application/')],
    ['no URL', 7, frame('')],
    ['a frame inside the page', 7, frame('ossia://app/', {})],
    ['a frame that is gone', 7, null],
    ['an unknown window', 8, frame('ossia://app/')],
  ])('are not: %s', (_name, id, senderFrame) => {
    expect(senders.trustedWindow({ sender: { id }, senderFrame })).toBeUndefined()
  })

  it('are forgotten with their window', () => {
    senders.dismiss(7)
    expect(senders.trustedWindow({ sender: { id: 7 }, senderFrame: frame('ossia://app/') })).toBeUndefined()
  })
})
