/** What hangs at the pointer while files are dragged out: a sheet, and a second one behind it for several. */
const sizePx = 40

interface Colour {
  readonly red: number
  readonly green: number
  readonly blue: number
}
const paper: Colour = { red: 0xff, green: 0xff, blue: 0xff }
const edge: Colour = { red: 0x5c, green: 0x66, blue: 0x78 }
const line: Colour = { red: 0x9a, green: 0xa4, blue: 0xb5 }

interface Sheet {
  readonly left: number
  readonly top: number
}
const widthPx = 24
const heightPx = 30
const foldPx = 8

/** Colour of a sheet at a point, or undefined outside of it. */
function colourOf({ left, top }: Sheet, x: number, y: number): Colour | undefined {
  const across = x - left
  const down = y - top
  // The upper right corner is folded down.
  if (across < 0 || down < 0 || across >= widthPx || down >= heightPx || across - down >= widthPx - foldPx) return undefined
  const isEdge = across === 0 || down === 0 || across === widthPx - 1 || down === heightPx - 1 || across - down >= widthPx - foldPx - 1
  const isFold = (across === widthPx - foldPx && down <= foldPx) || (down === foldPx && across >= widthPx - foldPx)
  if (isEdge || isFold) return edge
  return down > foldPx + 3 && down < heightPx - 4 && down % 4 === 0 && across > 4 && across < widthPx - 5 ? line : paper
}

/** The icon as BGRA bytes with premultiplied alpha, and its size: drawn here so that no picture has to be found at run time. */
export function dragBitmap(several: boolean): { readonly bytes: Buffer; readonly width: number; readonly height: number } {
  const sheets: readonly Sheet[] = several ? [{ left: 3, top: 8 }, { left: 9, top: 2 }] : [{ left: 6, top: 4 }]
  const bytes = Buffer.alloc(sizePx * sizePx * 4)
  for (let y = 0; y < sizePx; y++) {
    for (let x = 0; x < sizePx; x++) {
      const colour = sheets.reduce<Colour | undefined>((found, sheet) => found ?? colourOf(sheet, x, y), undefined)
      if (colour !== undefined) bytes.set([colour.blue, colour.green, colour.red, 0xff], (y * sizePx + x) * 4)
    }
  }
  return { bytes, width: sizePx, height: sizePx }
}
