/** Where Linux shows a graphics device: the kernel's, Nvidia's own, and the one that Windows lends to a Linux inside it. */
const devices = ['/dev/dri', '/dev/nvidiactl', '/dev/dxg']

/**
 * Whether there is nothing that could draw but the processor. Chromium finds that out by starting its graphics process, seeing it
 * fail and starting it once more, while the first page waits.
 */
export function drawsInSoftware(platform: NodeJS.Platform, exists: (file: string) => boolean): boolean {
  return platform === 'linux' && !devices.some(exists)
}
