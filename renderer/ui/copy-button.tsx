import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from './icon-button.tsx'

interface Props {
  /** What is copied, for the accessible name: "Copy Endpoint". */
  readonly what: string
  readonly onCopy: () => Promise<void> | void
}

/** Copies and says so for a moment. */
export function CopyButton({ what, onCopy }: Props) {
  const { t } = useTranslation()
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return undefined
    const timer = setTimeout(() => setCopied(false), 1500)
    return () => clearTimeout(timer)
  }, [copied])
  const copy = async () => {
    await onCopy()
    setCopied(true)
  }
  return (
    <IconButton
      label={copied ? t('common.copied') : `${t('common.copy')} ${what}`}
      icon={copied ? <Check size={14} className="is-ok" /> : <Copy size={14} />}
      onClick={() => void copy()}
    />
  )
}
