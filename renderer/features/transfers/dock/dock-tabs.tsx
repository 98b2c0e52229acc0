import { useRef, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { dockTabs, type BatchesByTab, type DockTab } from './dock-tabs-of.ts'

interface Props {
  readonly tabs: BatchesByTab
  readonly chosen: DockTab
  readonly onChoose: (tab: DockTab) => void
}

export const dockPanelId = 'transfers-panel'

/** One tab stop; arrows go from tab to tab, as the ARIA tab pattern has it. */
export function DockTabs({ tabs, chosen, onChoose }: Props) {
  const { t } = useTranslation()
  const list = useRef<HTMLDivElement>(null)
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1, Home: -dockTabs.indexOf(chosen), End: dockTabs.length - 1 - dockTabs.indexOf(chosen) }
    const step = steps[event.key]
    if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    const next = dockTabs[(dockTabs.indexOf(chosen) + step + dockTabs.length) % dockTabs.length]
    if (next === undefined) return
    onChoose(next)
    list.current?.querySelector<HTMLElement>(`[data-tab="${next}"]`)?.focus()
  }
  return (
    <div ref={list} role="tablist" className="dock-tabs" aria-label={t('transfers.title')} onKeyDown={onKeyDown}>
      {dockTabs.map((tab) => {
        const count = tab === 'history' ? 0 : tabs[tab].length
        return (
          <button
            key={tab}
            type="button"
            role="tab"
            data-tab={tab}
            id={`transfers-tab-${tab}`}
            className="dock-tab"
            aria-selected={tab === chosen}
            aria-controls={dockPanelId}
            tabIndex={tab === chosen ? 0 : -1}
            onClick={() => onChoose(tab)}
          >
            {t(`transfers.tab.${tab}`)}
            {count > 0 ? <span className={tab === 'failed' ? 'dock-count is-danger' : 'dock-count'}>{count}</span> : null}
          </button>
        )
      })}
    </div>
  )
}
