import { memo, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useSettings, useUpdateSettings } from '../features/settings/index.ts'
import { useKeysOf } from '../features/shortcuts/index.ts'
import { TransferDock } from '../features/transfers/index.ts'
import { Splitter } from '../ui/splitter.tsx'

interface SidePanelProps {
  readonly edge: 'left' | 'right'
  readonly children: ReactNode
}

/** Sidebar or inspector: resizable, remembered. */
export function SidePanel({ edge, children }: SidePanelProps) {
  const { t } = useTranslation()
  const settings = useSettings()
  const updateSettings = useUpdateSettings()
  const saved = edge === 'left' ? settings.sidebarWidth : settings.inspectorWidth
  const [dragged, setDragged] = useState<number | undefined>(undefined)
  const widthPx = dragged ?? saved
  const splitter = (
    <Splitter
      label={t(edge === 'left' ? 'common.resizeSidebar' : 'common.resizeInspector')}
      edge={edge}
      sizePx={widthPx}
      minPx={edge === 'left' ? 180 : 280}
      maxPx={edge === 'left' ? 400 : 560}
      onResize={setDragged}
      onCommit={(sizePx) => {
        updateSettings(edge === 'left' ? { sidebarWidth: sizePx } : { inspectorWidth: sizePx })
        setDragged(undefined)
      }}
    />
  )
  return (
    <>
      {edge === 'right' ? splitter : null}
      <div className={`side-panel is-${edge}`} style={{ width: widthPx }}>
        {children}
      </div>
      {edge === 'left' ? splitter : null}
    </>
  )
}

export const DockPanel = memo(function DockPanel() {
  const settings = useSettings()
  const updateSettings = useUpdateSettings()
  const keys = useKeysOf()('toggleTransfers')
  return <TransferDock keys={keys} savedHeightPx={settings.dockHeight} onHeight={(dockHeight) => updateSettings({ dockHeight })} />
})
