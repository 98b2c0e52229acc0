/** How long something must be held over a folder, bucket or tab to open it, as in file managers. */
const springMs = 700

let held: { readonly over: string; readonly timer: ReturnType<typeof setTimeout> } | undefined

/** What is dragged hovers over this target, still or again; `open` runs once when it stays there. */
export function holdStill(over: string, open: () => void): void {
  if (held?.over === over) return
  moveOn()
  held = { over, timer: setTimeout(open, springMs) }
}

/** Nothing hovers over a target any more. */
export function moveOn(): void {
  clearTimeout(held?.timer)
  held = undefined
}
