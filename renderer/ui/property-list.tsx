import type { ReactNode } from 'react'
import { CopyButton } from './copy-button.tsx'

export interface Property {
  readonly label: string
  readonly value: ReactNode
  /** Text behind the copy button; without it there is none. */
  readonly copy?: string | undefined
  readonly mono?: boolean
  readonly title?: string
}

/** Labels and values, one per row; long values wrap. */
export function PropertyList({ properties, onCopy }: { readonly properties: readonly Property[]; readonly onCopy: (text: string) => Promise<void> | void }) {
  return (
    <dl className="properties">
      {properties.map(({ label, value, copy, mono = false, title }) => (
        <div key={label} className="property">
          <dt>{label}</dt>
          <dd className={mono ? 'is-mono' : undefined} title={title}>
            <span className="property-value">{value}</span>
            {copy === undefined ? null : <CopyButton what={label} onCopy={() => onCopy(copy)} />}
          </dd>
        </div>
      ))}
    </dl>
  )
}
