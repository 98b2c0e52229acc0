import { Binary, ChevronLeft, ChevronRight, Download, PencilLine, Share2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { ListingRow } from '../../../electron/contract/listings.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { nameOf } from '../../ui/names.ts'
import { useFormat } from '../../ui/use-format.ts'
import { useObjectActions } from '../objects/index.ts'
import { useKeysOf } from '../shortcuts/index.ts'

interface Props {
  readonly row: ListingRow
  readonly index: number
  readonly total: number
  readonly asBytes: boolean
  readonly onBytes: () => void
  /** Places of the objects before and after; undefined at the ends. */
  readonly previous: number | undefined
  readonly next: number | undefined
  readonly onGo: (target: number | undefined) => void
  readonly onHide: () => void
}

/** What is looked at and what can be done with it. */
export function LookTitle({ row, index, total, asBytes, onBytes, previous, next, onGo, onHide }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const keysOf = useKeysOf()
  const actions = useObjectActions()
  return (
    <div className="quick-look-title">
      <span className="quick-look-name" title={row.key}>
        {nameOf(row.key)}
      </span>
      <span className="is-secondary">{format.bytes(row.sizeBytes)}</span>
      <span className="dock-spacer" />
      <span className="is-secondary">{t('objects.preview.position', { index: index + 1, total })}</span>
      <IconButton label={t('objects.preview.bytes')} icon={<Binary size={16} />} pressed={asBytes} onClick={onBytes} />
      <IconButton
        label={t('editor.edit')}
        shortcut={keysOf('edit')}
        icon={<PencilLine size={16} />}
        onClick={() => {
          onHide()
          actions.edit(row)
        }}
      />
      <IconButton label={t('sharing.share')} shortcut={keysOf('share')} icon={<Share2 size={16} />} onClick={() => actions.share(row)} />
      <IconButton label={t('objects.download')} shortcut={keysOf('download')} icon={<Download size={16} />} onClick={() => actions.download()} />
      <IconButton label={t('objects.preview.previous')} shortcut="←" icon={<ChevronLeft size={16} />} disabledReason={previous === undefined ? '' : undefined} onClick={() => onGo(previous)} />
      <IconButton label={t('objects.preview.next')} shortcut="→" icon={<ChevronRight size={16} />} disabledReason={next === undefined ? '' : undefined} onClick={() => onGo(next)} />
    </div>
  )
}
