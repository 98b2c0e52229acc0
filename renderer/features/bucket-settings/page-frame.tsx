import { CircleCheck, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'

export interface SettingState {
  /** `warn`: something is open to everyone. `off`: nothing is set. */
  readonly tone: 'ok' | 'warn' | 'off'
  readonly text: string
}

interface Props {
  readonly title: string
  readonly state: SettingState | undefined
  readonly meaning: string
  /** Beside the title. */
  readonly aside?: ReactNode
  readonly footer?: ReactNode
  readonly children?: ReactNode
}

const icons = {
  ok: <CircleCheck size={15} className="is-ok" aria-hidden />,
  warn: <TriangleAlert size={15} className="is-warn" aria-hidden />,
  off: <Info size={15} className="is-secondary" aria-hidden />,
}

/** A page of the dialog: what it is about, how it stands, what it means, then its content. */
export function PageFrame({ title, state, meaning, aside, footer, children }: Props) {
  return (
    <>
      <div className="setting-scroll">
        <div className="setting-head">
          <h2>{title}</h2>
          {aside}
        </div>
        {state === undefined ? null : (
          <p className="setting-state" role="status">
            {icons[state.tone]}
            <strong>{state.text}</strong>
          </p>
        )}
        <p className="setting-meaning">{meaning}</p>
        {children}
      </div>
      {footer === undefined ? null : <footer className="setting-footer">{footer}</footer>}
    </>
  )
}
