import { useEffect, useState } from 'react'
import { useSubject } from './context.ts'

/** Loads once; undefined until then. A failure is the whole viewer's. `load` must stay the same while its result is wanted. */
export function useLoaded<T>(load: (signal: AbortSignal) => Promise<T>): T | undefined {
  const { fail } = useSubject()
  const [loaded, setLoaded] = useState<{ readonly by: unknown; readonly value: T } | undefined>(undefined)
  useEffect(() => {
    const controller = new AbortController()
    load(controller.signal).then(
      (value) => {
        if (!controller.signal.aborted) setLoaded({ by: load, value })
      },
      (thrown: unknown) => {
        if (!controller.signal.aborted) fail(thrown)
      },
    )
    return () => controller.abort()
  }, [load, fail])
  return loaded?.by === load ? loaded.value : undefined
}
