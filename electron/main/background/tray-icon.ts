/** Colour of the icon, a middle grey that is seen on light and dark bars. */
const grey = 0x8a

/** Distance from a point to the outline of the bucket: negative inside. Coordinates are those of a 16 x 16 field. */
function insideBucket(x: number, y: number): boolean {
  // A rim, and a body that narrows to the bottom, with the ring that the app's icon has.
  const rim = ((x - 8) / 6.2) ** 2 + ((y - 4) / 2.2) ** 2 <= 1
  const hollow = ((x - 8) / 4.8) ** 2 + ((y - 4) / 1.1) ** 2 <= 1
  const halfWidth = 6 - (y - 4) * 0.16
  const body = y >= 4 && y <= 14 && Math.abs(x - 8) <= halfWidth
  const ring = Math.hypot(x - 8, y - 9.6)
  return (rim || body) && !hollow && !(ring >= 1.5 && ring <= 2.6)
}

const samples = 4

/** The tray's icon as BGRA bytes with premultiplied alpha, drawn here so that no picture has to be found at run time. */
export function trayBitmap(sizePx: number): Buffer {
  const bytes = Buffer.alloc(sizePx * sizePx * 4)
  const scale = 16 / sizePx
  for (let y = 0; y < sizePx; y++) {
    for (let x = 0; x < sizePx; x++) {
      let hits = 0
      for (let at = 0; at < samples * samples; at++) {
        const dx = ((at % samples) + 0.5) / samples
        const dy = (Math.floor(at / samples) + 0.5) / samples
        if (insideBucket((x + dx) * scale, (y + dy) * scale)) hits++
      }
      const share = hits / (samples * samples)
      const at = (y * sizePx + x) * 4
      bytes.fill(Math.round(grey * share), at, at + 3)
      bytes[at + 3] = Math.round(255 * share)
    }
  }
  return bytes
}
