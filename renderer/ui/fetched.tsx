import { useEffect, useState, type ComponentType } from 'react'

/**
 * A component that is fetched when it is first shown; nothing is shown until then. React's own `lazy` shows a fallback first, and
 * what it fetched no sooner than 300 ms after that, although it is there after a few. A failure to fetch is one of showing.
 */
export function fetched<Props extends object>(fetch: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  let known: ComponentType<Props> | undefined
  return function Fetched(props: Props) {
    const [Component, setComponent] = useState(() => known)
    const [failure, setFailure] = useState<{ readonly error: unknown } | undefined>(undefined)
    useEffect(() => {
      if (Component !== undefined) return undefined
      let isShown = true
      fetch()
        .then((component) => {
          known = component
          if (isShown) setComponent(() => component)
        })
        .catch((error: unknown) => {
          if (isShown) setFailure({ error })
        })
      return () => {
        isShown = false
      }
    }, [Component])
    if (failure !== undefined) throw failure.error
    return Component === undefined ? null : <Component {...props} />
  }
}
