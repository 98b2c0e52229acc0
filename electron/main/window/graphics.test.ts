import { describe, expect, it } from 'vitest'
import { drawsInSoftware } from './graphics.ts'

describe('what draws the window', () => {
  it('is the processor on a Linux without a graphics device', () => {
    expect(drawsInSoftware('linux', () => false)).toBe(true)
  })

  it.each(['/dev/dri', '/dev/nvidiactl', '/dev/dxg'])('is left to Chromium where there is %s', (device) => {
    expect(drawsInSoftware('linux', (file) => file === device)).toBe(false)
  })

  it.each(['win32', 'darwin'] as const)('is left to Chromium on %s', (platform) => {
    expect(drawsInSoftware(platform, () => false)).toBe(false)
  })
})
