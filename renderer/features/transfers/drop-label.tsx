import { Upload } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useDropStore } from './drop.ts'
import { placeName } from './place-name.ts'

const offsetPx = 14
const roomPx = 320

/** Under the pointer while files hover: what will happen, and where. */
export function DropLabel() {
  const { t } = useTranslation()
  const { target, count, x, y } = useDropStore()
  if (target === undefined) return null
  const name = placeName(target.bucket, target.prefix)
  const nearRight = x > window.innerWidth - roomPx
  return (
    <div
      className="drop-label"
      role="status"
      data-testid="drop-label"
      style={nearRight ? { right: window.innerWidth - x + offsetPx, top: y + offsetPx } : { left: x + offsetPx, top: y + offsetPx }}
    >
      <Upload size={14} aria-hidden />
      {count > 0 ? t('transfers.dropLabel', { count, target: name }) : t('transfers.dropLabelUnknown', { target: name })}
    </div>
  )
}
