import { Modal } from 'antd'
import { Binary, ChevronLeft, ChevronRight, Download, PencilLine, Share2 } from 'lucide-react'
import { memo, useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '../../ui/icon-button.tsx'
import { nameOf } from '../../ui/names.ts'
import { isMac, shortcutText } from '../../ui/platform.ts'
import { useFormat } from '../../ui/use-format.ts'
import { useListing, useObjectActions, useObjectsStore } from '../objects/index.ts'
import { ViewerFrame } from '../viewer-frame/index.ts'

/** The object under the focus, large, with the arrows to its neighbours. */
export const QuickLook = memo(function QuickLook() {
  const open = useObjectsStore((state) => state.quickLook)
  return open ? <OpenLook /> : null
})

function OpenLook() {
  const { t } = useTranslation()
  const format = useFormat()
  const actions = useObjectActions()
  const { place, total, orderId, peekRow, rowAt } = useListing()
  const hide = useObjectsStore((state) => state.hideQuickLook)
  const pickOnly = useObjectsStore((state) => state.pickOnly)
  const index = useObjectsStore((state) => state.selection.focus)
  const [bytesOf, setBytesOf] = useState<string>()
  const row = rowAt(index) ?? peekRow(index)
  if (place === undefined || row === undefined || row.kind === 'folder') return null

  /** The nearest object that way; folders in between are passed over. */
  const neighbour = (step: 1 | -1): number | undefined => {
    for (let at = index + step; at >= 0 && at < total; at += step) {
      const found = peekRow(at)
      if (found === undefined) return undefined
      if (found.kind === 'object') return at
    }
    return undefined
  }
  const previous = neighbour(-1)
  const next = neighbour(1)
  const go = (target: number | undefined) => {
    if (target !== undefined && orderId !== undefined) pickOnly(target, orderId)
  }
  const onKey = (key: string): boolean => {
    if (key === 'ArrowRight' || key === 'ArrowDown') go(next)
    else if (key === 'ArrowLeft' || key === 'ArrowUp') go(previous)
    else if (key === ' ' || key === 'Escape') hide()
    else return false
    return true
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === ' ' && event.target instanceof HTMLButtonElement) return
    // The dialog itself hears Escape.
    if (event.key !== 'Escape' && onKey(event.key)) event.preventDefault()
  }
  const asBytes = bytesOf === row.key
  return (
    <Modal
      open
      centered
      className="quick-look"
      width="min(1120px, 92vw)"
      footer={null}
      onCancel={hide}
      title={
        <div className="quick-look-title" onKeyDown={onKeyDown}>
          <span className="quick-look-name" title={row.key}>
            {nameOf(row.key)}
          </span>
          <span className="is-secondary">{format.bytes(row.sizeBytes)}</span>
          <span className="dock-spacer" />
          <span className="is-secondary">{t('objects.preview.position', { index: index + 1, total })}</span>
          <IconButton label={t('objects.preview.bytes')} icon={<Binary size={16} />} pressed={asBytes} onClick={() => setBytesOf(asBytes ? undefined : row.key)} />
          <IconButton
            label={t('editor.edit')}
            shortcut="F4"
            icon={<PencilLine size={16} />}
            onClick={() => {
              hide()
              actions.edit(row)
            }}
          />
          <IconButton label={t('sharing.share')} icon={<Share2 size={16} />} onClick={() => actions.share(row)} />
          <IconButton label={t('objects.download')} shortcut={shortcutText('Mod+D', isMac)} icon={<Download size={16} />} onClick={() => void actions.download()} />
          <IconButton label={t('objects.preview.previous')} shortcut="←" icon={<ChevronLeft size={16} />} disabledReason={previous === undefined ? '' : undefined} onClick={() => go(previous)} />
          <IconButton label={t('objects.preview.next')} shortcut="→" icon={<ChevronRight size={16} />} disabledReason={next === undefined ? '' : undefined} onClick={() => go(next)} />
        </div>
      }
    >
      {/* The keys work wherever the focus is inside the overlay. */}
      <div className="quick-look-body" onKeyDown={onKeyDown} tabIndex={-1} ref={(element) => element?.focus()} data-testid="quick-look">
        <ViewerFrame
          object={{ ...place, key: row.key, name: nameOf(row.key), sizeBytes: row.sizeBytes, etag: row.etag }}
          {...(asBytes ? { as: 'hex' as const } : {})}
          onKey={onKey}
          onRestore={() => {
            hide()
            actions.startEdit('restore')
          }}
        />
      </div>
    </Modal>
  )
}
