import { useEffect, useState } from 'react'
import type { RestorePlan } from '../../../electron/contract/as-of.ts'
import type { OssErrorWire } from '../../../electron/contract/error-wire.ts'
import { useApi } from '../../bridge/api.tsx'
import { isCancelled, toCallError } from '../../bridge/call-error.ts'
import { useWindowEvent } from '../../bridge/use-window-event.ts'
import type { RestoreTarget } from './store.ts'

interface Planned {
  readonly plan: RestorePlan | undefined
  /** Why there is none, or why it is not complete. */
  readonly error: OssErrorWire | undefined
}
const none: Planned = { plan: undefined, error: undefined }

/** Works out what a restore would change, for as long as somebody looks. @param attempt another one starts anew */
export function useRestorePlan({ profileId, bucket, prefix }: RestoreTarget, momentMs: number | undefined, attempt: number): Planned {
  const api = useApi()
  const [state, setState] = useState<Planned & { readonly subject: string }>({ ...none, subject: '' })
  const subject = momentMs === undefined ? '' : JSON.stringify([profileId, bucket, prefix, momentMs, attempt])
  useEffect(() => {
    if (momentMs === undefined) return undefined
    let isOver = false
    let planId: string | undefined
    const close = () => {
      // One that cannot be closed is gone with its process already.
      if (planId !== undefined) void api.asOf.closePlan({ planId }).catch(() => undefined)
    }
    api.asOf.openPlan({ profileId, bucket, prefix, momentMs }).then(
      (plan) => {
        ;({ planId } = plan)
        if (isOver) close()
        else setState({ subject, plan, error: plan.error })
      },
      (thrown: unknown) => {
        if (!isOver && !isCancelled(thrown)) setState({ subject, plan: undefined, error: toCallError(thrown) })
      },
    )
    return () => {
      isOver = true
      close()
    }
  }, [api, profileId, bucket, prefix, momentMs, subject])
  useWindowEvent('asOf.planned', ({ plan }) => {
    setState((known) => (known.plan?.planId === plan.planId ? { ...known, plan, error: plan.error } : known))
  })
  return state.subject === subject && subject !== '' ? state : none
}
