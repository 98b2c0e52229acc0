import { lazy, Suspense } from 'react'
import type { PolicyStart } from './start.ts'

// The evaluator and the editor are for those who ask for them, not for the start of the window.
const PolicyDialog = lazy(async () => ({ default: (await import('./policy-dialog.tsx')).PolicyDialog }))

interface Props {
  readonly profileId: string
  readonly bucket: string
  readonly start?: PolicyStart | undefined
  readonly onClose: () => void
}

/** The policy of a bucket, loaded when it is opened. */
export function LazyPolicyDialog(props: Props) {
  return (
    <Suspense fallback={null}>
      <PolicyDialog {...props} />
    </Suspense>
  )
}
