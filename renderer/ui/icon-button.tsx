import { Button, Tooltip } from 'antd'
import type { ReactNode } from 'react'

interface Props {
  /** Accessible name and tooltip. */
  readonly label: string
  /** Shown in the tooltip after the label, such as `Ctrl+B`. */
  readonly shortcut?: string | undefined
  /** What it brings about, in the tooltip. */
  readonly hint?: string
  /** Why the button cannot be used; also greys it. Empty where the reason is plain to see. */
  readonly disabledReason?: string | undefined
  readonly icon: ReactNode
  readonly pressed?: boolean
  readonly danger?: boolean
  /** No tooltip, as long as what it opened lies where that would be. */
  readonly quiet?: boolean
  /** -1 inside a row that does not have the focus. */
  readonly tabIndex?: number
  readonly onClick: () => void
}

/** A square button with an icon. A disabled one stays focusable and says why. */
export function IconButton({ label, shortcut, hint, disabledReason, icon, pressed, danger = false, quiet = false, tabIndex, onClick }: Props) {
  const disabled = disabledReason !== undefined
  const tip = disabled && disabledReason !== '' ? `${label} – ${disabledReason}` : shortcut !== undefined ? `${label} (${shortcut})` : hint === undefined ? label : `${label} – ${hint}`
  return (
    <Tooltip title={quiet ? '' : tip} mouseEnterDelay={0.5}>
      <Button
        type="text"
        className={pressed === true ? 'icon-button is-pressed' : 'icon-button'}
        aria-label={label}
        aria-disabled={disabled || undefined}
        aria-pressed={pressed}
        danger={danger}
        tabIndex={tabIndex}
        icon={icon}
        onClick={() => {
          if (!disabled) onClick()
        }}
      />
    </Tooltip>
  )
}
