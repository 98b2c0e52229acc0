import type { ComponentType } from 'react'
import { Loading } from './parts.tsx'
import { useLoaded } from './use-loaded.ts'

/**
 * A view whose code is loaded when it is first needed, and there in the same frame when it was loaded before. Suspense would hold
 * what it waited for back for up to 300 ms, so that a page full of waiting parts does not flicker; this page has one.
 */
export function lateView<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> & { readonly load: () => Promise<unknown> } {
  let known: ComponentType<Props> | undefined
  const once = async (): Promise<ComponentType<Props>> => (known ??= await load())
  // A component in a state would be called as its update.
  const held = async () => ({ View: await once() })
  function Late(props: Props) {
    const loaded = useLoaded(held)
    const View = known ?? loaded?.View
    return View === undefined ? <Loading /> : <View {...props} />
  }
  return Object.assign(Late, { load: once })
}
