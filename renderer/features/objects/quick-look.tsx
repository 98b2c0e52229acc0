import { Modal } from 'antd'
import { ChevronLeft, ChevronRight } from 'lucide-react'
import { memo, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '../../ui/icon-button.tsx'
import { nameOf } from '../../ui/names.ts'
import { useFormat } from '../../ui/use-format.ts'
import { useListing } from './listing-context.tsx'
import { Preview } from './preview.tsx'
import { useObjectsStore } from './store.ts'

/** The object under the focus, large, with the arrows to its neighbours. */
export const QuickLook = memo(function QuickLook() {
  const { t } = useTranslation()
  const format = useFormat()
  const { place, total, orderId, peekRow, rowAt } = useListing()
  const open = useObjectsStore((state) => state.quickLook)
  const hide = useObjectsStore((state) => state.hideQuickLook)
  const pickOnly = useObjectsStore((state) => state.pickOnly)
  const index = useObjectsStore((state) => state.selection.focus)
  const row = rowAt(index) ?? peekRow(index)
  if (!open || place === undefined || row === undefined || row.kind === 'folder') return null

  const neighbour = (step: 1 | -1) => {
    const next = index + step
    return next >= 0 && next < total && peekRow(next)?.kind === 'object' ? next : undefined
  }
  const previous = neighbour(-1)
  const next = neighbour(1)
  const go = (target: number | undefined) => {
    if (target !== undefined && orderId !== undefined) pickOnly(target, orderId)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    // Media controls use the arrows and the space bar themselves.
    if (event.target instanceof HTMLMediaElement) return
    if (event.key === 'ArrowRight' || event.key === 'ArrowDown') go(next)
    else if (event.key === 'ArrowLeft' || event.key === 'ArrowUp') go(previous)
    else if (event.key === ' ' && !(event.target instanceof HTMLButtonElement)) hide()
    else return
    event.preventDefault()
  }
  return (
    <Modal
      open
      centered
      className="quick-look"
      width="min(1120px, 92vw)"
      footer={null}
      onCancel={hide}
      title={
        <div className="quick-look-title">
          <span className="quick-look-name" title={row.key}>
            {nameOf(row.key)}
          </span>
          <span className="is-secondary">{format.bytes(row.sizeBytes)}</span>
          <span className="dock-spacer" />
          <span className="is-secondary">{t('objects.preview.position', { index: index + 1, total })}</span>
          <IconButton label={t('objects.preview.previous')} shortcut="←" icon={<ChevronLeft size={16} />} disabledReason={previous === undefined ? '' : undefined} onClick={() => go(previous)} />
          <IconButton label={t('objects.preview.next')} shortcut="→" icon={<ChevronRight size={16} />} disabledReason={next === undefined ? '' : undefined} onClick={() => go(next)} />
        </div>
      }
    >
      {/* The keys work wherever the focus is inside the overlay. */}
      <div className="quick-look-body" onKeyDown={onKeyDown} tabIndex={-1} ref={(element) => element?.focus()} data-testid="quick-look">
        <Preview place={place} row={row} />
      </div>
    </Modal>
  )
})
