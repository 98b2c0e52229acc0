interface Props {
  readonly label: string
  /** 0..1; undefined while it cannot be told. */
  readonly fraction: number | undefined
  readonly tone?: 'active' | 'done' | 'failed' | 'idle'
}

export function ProgressBar({ label, fraction, tone = 'active' }: Props) {
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={fraction === undefined ? undefined : Math.floor(fraction * 100)}
      className={`progress is-${tone}${fraction === undefined ? ' is-open' : ''}`}
    >
      <div className="progress-fill" style={{ width: `${(fraction ?? 0) * 100}%` }} />
    </div>
  )
}
