/** Where Linux shows what can draw: DRM, NVIDIA's own driver, WSL's, and those of phones and boards. */
const deviceNames = /^(?:nvidia(?:\d+|ctl)|dxg|mali\d*|kgsl-3d\d+|pvrsrvkm)$/
const drmNames = /^(?:card|renderD)\d+$/

/**
 * Whether there may be a device that draws. False is certain: a Linux without one, as in most virtual machines and containers.
 * There the process that draws is started, fails, and is started again for drawing in software, for which the window waits
 * (about a tenth of a second); told beforehand, it is started once.
 * @param list names in a folder; throws when it cannot be read
 */
export function mayHaveGraphicsDevice(platform: NodeJS.Platform, list: (folder: string) => readonly string[]): boolean {
  if (platform !== 'linux') return true
  try {
    const devices = list('/dev')
    return devices.some((name) => deviceNames.test(name)) || (devices.includes('dri') && list('/dev/dri').some((name) => drmNames.test(name)))
  } catch {
    // Who may not look cannot say that there is none.
    return true
  }
}
