import { useEffect, useState } from 'react'
import type { Side, Sides } from './sides.ts'

/** As much of two pictures as is compared at once. */
const stripRows = 256

const decode = async ({ reader, choice }: Side, signal: AbortSignal): Promise<ImageBitmap> =>
  createImageBitmap(new Blob([await reader.read(0, reader.sizeBytes, signal)], { type: choice.type ?? 'application/octet-stream' }))

/** Whether two pictures have the same points, whatever else their files hold. */
async function haveSamePoints(before: ImageBitmap, after: ImageBitmap, signal: AbortSignal): Promise<boolean> {
  const { width, height } = before
  if (width !== after.width || height !== after.height) return false
  const context = new OffscreenCanvas(width, Math.min(stripRows, height)).getContext('2d', { willReadFrequently: true })
  if (context === null) return false
  for (let top = 0; top < height; top += stripRows) {
    const rows = Math.min(stripRows, height - top)
    const [a, b] = [before, after].map((picture) => {
      context.clearRect(0, 0, width, rows)
      context.drawImage(picture, 0, -top)
      return context.getImageData(0, 0, width, rows).data
    })
    if (a === undefined || b === undefined || !isSame(a, b)) return false
    // Between two strips whatever else the viewer has to do gets its turn.
    await new Promise<void>((resolve) => {
      setTimeout(resolve, 0)
    })
    signal.throwIfAborted()
  }
  return true
}

function isSame(a: Uint8ClampedArray, b: Uint8ClampedArray): boolean {
  const [left, right] = [a, b].map(({ buffer, byteOffset, byteLength }) => new Uint32Array(buffer, byteOffset, byteLength / 4))
  return left !== undefined && right !== undefined && left.every((point, at) => point === right[at])
}

/** Whether two pictures look the same to the last point; undefined until it is known, and where it cannot be found out. */
export function useSamePictures({ before, after }: Sides, isWanted: boolean): boolean | undefined {
  const [isSamePicture, setSame] = useState<boolean>()
  useEffect(() => {
    if (!isWanted) return undefined
    const controller = new AbortController()
    const compare = async () => {
      const pictures = await Promise.all([decode(before, controller.signal), decode(after, controller.signal)])
      try {
        const [a, b] = pictures
        const found = await haveSamePoints(a, b, controller.signal)
        if (!controller.signal.aborted) setSame(found)
      } finally {
        for (const picture of pictures) picture.close()
      }
    }
    // What cannot be decoded here, a drawing in SVG for one, is shown all the same: only the sentence is left out.
    compare().catch(() => setSame(undefined))
    return () => controller.abort()
  }, [before, after, isWanted])
  return isSamePicture
}
