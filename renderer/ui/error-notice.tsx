import { Button } from 'antd'
import { CircleAlert, X } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { OssErrorWire } from '../../electron/contract/error-wire.ts'
import { describeError } from './describe-error.ts'
import { causeOf } from './error-cause.ts'
import { errorReport, errorRows } from './error-report.ts'
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

/** An error where it happened: what, what next, the button, and the likely cause and the details to open and copy. */
export function ErrorNotice({ error, title, action, onCopy, onDismiss, variant = 'bar' }: Props) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const [atMs] = useState(() => Date.now())
  const { what, next } = describeError(error.code, t, error.message)
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
            <p className="error-cause">
              <span className="is-secondary">{t('common.likelyCause')}</span> {t(`errorCauses.${causeOf(error)}`)}
            </p>
            <dl className="properties is-mono">
              {errorRows(error, t).map(([label, value], index) => (
                <div key={index} className="property">
                  <dt>{label}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
            <Button size="small" onClick={() => onCopy(errorReport(error, t, atMs))}>
              {t('common.copyReport')}
            </Button>
          </div>
        ) : null}
      </div>
      {onDismiss === undefined ? null : <IconButton label={t('shell.dismiss')} icon={<X size={14} />} onClick={onDismiss} />}
    </div>
  )
}
