import type { ReactNode } from 'react'

interface Props {
  readonly icon?: ReactNode
  readonly title: string
  readonly hint?: string
  /** Shown only when it stays for longer than a blink. */
  readonly late?: boolean
  readonly children?: ReactNode
}

/** What belongs here and how to get it there. */
export function EmptyState({ icon, title, hint, late = false, children }: Props) {
  return (
    <div className={late ? 'empty-state is-late' : 'empty-state'} role={late ? 'status' : undefined}>
      {icon}
      <div className="empty-title">{title}</div>
      {hint === undefined ? null : <div className="empty-hint">{hint}</div>}
      {children === undefined ? null : <div className="empty-actions">{children}</div>}
    </div>
  )
}
