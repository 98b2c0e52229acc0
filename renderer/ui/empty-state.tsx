import type { ReactNode } from 'react'

interface Props {
  readonly icon?: ReactNode
  readonly title: string
  readonly hint?: string
  readonly children?: ReactNode
}

/** What belongs here and how to get it there. */
export function EmptyState({ icon, title, hint, children }: Props) {
  return (
    <div className="empty-state">
      {icon}
      <div className="empty-title">{title}</div>
      {hint === undefined ? null : <div className="empty-hint">{hint}</div>}
      {children === undefined ? null : <div className="empty-actions">{children}</div>}
    </div>
  )
}
