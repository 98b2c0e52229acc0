import { Button } from 'antd'
import { CircleAlert, X } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { OssErrorWire } from '../../electron/contract/error-wire.ts'
import { describeError } from './describe-error.ts'
import { IconButton } from './icon-button.tsx'

interface Props {
  readonly error: OssErrorWire
  /** A headline before the sentence, where the place alone does not tell what failed. */
  readonly title?: string
  /** The button that does what the sentence says. */
  readonly action?: ReactNode
  readonly onCopy: (text: string) => void
  readonly onDismiss?: () => void
  /** `page` fills the place of the content that could not be shown; `bar` sits above it. */
  readonly variant?: 'bar' | 'page' | 'inline'
}

/** The lines of an error's details, for reading and copying. */
export function errorDetails(error: OssErrorWire, labels: { readonly [K in 'code' | 'status' | 'ec' | 'requestId' | 'message']: string }) {
  const rows: [string, string][] = [[labels.code, error.code]]
  if (error.ec !== undefined) rows.push([labels.ec, error.ec])
  if (error.requestId !== undefined) rows.push([labels.requestId, error.requestId])
  if (error.status !== 0) rows.push([labels.status, String(error.status)])
  rows.push([labels.message, error.message], ...Object.entries(error.details ?? {}))
  return rows
}

/** An error where it happened: what, what next, the button, and the details to open and copy. */
export function ErrorNotice({ error, title, action, onCopy, onDismiss, variant = 'bar' }: Props) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const { what, next } = describeError(error.code, t, error.message)
  const rows = errorDetails(error, {
    code: t('common.code'),
    status: t('common.httpStatus'),
    ec: t('common.errorCause'),
    requestId: t('common.requestId'),
    message: t('common.message'),
  })
  return (
    <div className={`error-notice is-${variant}`} role="alert">
      <CircleAlert size={variant === 'page' ? 20 : 16} className="is-danger error-icon" aria-hidden />
      <div className="error-body">
        {title === undefined ? null : <div className="error-title">{title}</div>}
        <div>
          <span className="error-what">{what}</span> <span className="error-next">{next}</span>
        </div>
        <div className="error-actions">
          {action}
          <Button type="link" size="small" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? t('common.hideDetails') : t('common.details')}
          </Button>
        </div>
        {open ? (
          <div className="error-details">
            <dl className="properties is-mono">
              {rows.map(([label, value]) => (
                <div key={label} className="property">
                  <dt>{label}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
            <Button size="small" onClick={() => onCopy(rows.map(([label, value]) => `${label}: ${value}`).join('\n'))}>
              {t('common.copyDetails')}
            </Button>
          </div>
        ) : null}
      </div>
      {onDismiss === undefined ? null : <IconButton label={t('shell.dismiss')} icon={<X size={14} />} onClick={onDismiss} />}
    </div>
  )
}
