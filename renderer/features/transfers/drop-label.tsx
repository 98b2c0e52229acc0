import { Ban, Copy, FolderInput, Star, Upload } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useDropStore } from './drop.ts'
import { placeName } from './place-name.ts'

const offsetPx = 14
const roomPx = 320
const icons = { upload: Upload, copy: Copy, move: FolderInput, favourite: Star } as const

/** Under the pointer while files or objects hover: what will happen, and where. */
export function DropLabel() {
  const { t } = useTranslation()
  const { target, verb, refusal, count, x, y } = useDropStore()
  if (target === undefined) return null
  const name = placeName(target.bucket, target.prefix)
  const Icon = refusal === undefined ? icons[verb] : Ban
  const nearRight = x > window.innerWidth - roomPx
  return (
    <div
      className={refusal === undefined ? 'drop-label' : 'drop-label is-refused'}
      role="status"
      data-testid="drop-label"
      style={nearRight ? { right: window.innerWidth - x + offsetPx, top: y + offsetPx } : { left: x + offsetPx, top: y + offsetPx }}
    >
      <Icon size={14} aria-hidden />
      {refusal !== undefined
        ? t(`jobs.drop.refused.${refusal}`, { target: name })
        : verb !== 'upload'
          ? t(`jobs.drop.${verb}`, { count, target: name })
          : count > 0
            ? t('transfers.dropLabel', { count, target: name })
            : t('transfers.dropLabelUnknown', { target: name })}
    </div>
  )
}
