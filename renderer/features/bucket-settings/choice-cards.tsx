import type { ReactNode } from 'react'

export interface Choice<Value extends string> {
  readonly value: Value
  readonly label: string
  readonly hint: string
  readonly icon?: ReactNode
  /** Why it cannot be chosen. */
  readonly disabledReason?: string | undefined
}

interface Props<Value extends string> {
  readonly label: string
  /** Undefined for none of them. */
  readonly value: Value | undefined
  readonly choices: readonly Choice<Value>[]
  readonly onChange: (value: Value) => void
}

/** A few ways to have something, each with what it means. */
export function ChoiceCards<Value extends string>({ label, value, choices, onChange }: Props<Value>) {
  return (
    <div role="radiogroup" aria-label={label} className="choice-cards">
      {choices.map((choice) => (
        <label key={choice.value} className={`choice-card${choice.value === value ? ' is-chosen' : ''}${choice.disabledReason === undefined ? '' : ' is-disabled'}`}>
          <input type="radio" name={label} checked={choice.value === value} disabled={choice.disabledReason !== undefined} onChange={() => onChange(choice.value)} />
          <span>
            <strong>
              {choice.icon} {choice.label}
            </strong>
            <span>{choice.hint}</span>
            {choice.disabledReason === undefined ? null : <span className="is-warn">{choice.disabledReason}</span>}
          </span>
        </label>
      ))}
    </div>
  )
}
