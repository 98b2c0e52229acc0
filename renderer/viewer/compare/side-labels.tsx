import type { ReactNode } from 'react'
import type { Sides } from './sides.ts'

export interface ComparisonProps {
  readonly sides: Sides
  /** The buttons for other ways to compare, for the footer. */
  readonly choice: ReactNode
}

/** What the two columns are. */
export function SideLabels({ sides }: { readonly sides: Sides }) {
  return (
    <div className="compare-labels">
      <span>{sides.before.label}</span>
      <span>{sides.after.label}</span>
    </div>
  )
}
