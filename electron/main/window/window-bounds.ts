import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { z } from 'zod'
import type { Log } from '../log.ts'

export const minimumSize = { width: 1024, height: 640 } as const
const defaultSize = { width: 1360, height: 860 } as const

const SavedBounds = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().min(minimumSize.width),
  height: z.number().int().min(minimumSize.height),
  maximized: z.boolean(),
})
export type SavedBounds = z.infer<typeof SavedBounds>

interface Area {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}
export interface Placement {
  readonly x?: number
  readonly y?: number
  readonly width: number
  readonly height: number
  readonly maximized: boolean
}

const overlap = (start: number, length: number, otherStart: number, otherLength: number): number =>
  Math.min(start + length, otherStart + otherLength) - Math.max(start, otherStart)

/** Where a window goes: where it was, if enough of it to grab still lies on a screen; else the system chooses. */
export function placeWindow(saved: SavedBounds | undefined, workAreas: readonly Area[]): Placement {
  if (saved === undefined) return { ...defaultSize, maximized: false }
  const { x, y, width, height, maximized } = saved
  const visible = workAreas.some(
    (area) => overlap(x, width, area.x, area.width) >= 200 && overlap(y, height, area.y, area.height) >= 100 && y >= area.y - 10,
  )
  return visible ? saved : { width, height, maximized }
}

/** Read synchronously: it is tiny, and the window waits for it. Anything unreadable means the default place. */
export function readBounds(file: string): SavedBounds | undefined {
  try {
    return SavedBounds.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data
  } catch {
    return undefined
  }
}

/** A window's place is worth a try, not an error. */
export async function saveBounds(file: string, bounds: SavedBounds, log: Log): Promise<void> {
  try {
    await writeFile(file, JSON.stringify(bounds))
  } catch (error) {
    log('The place of the window could not be saved', error)
  }
}
