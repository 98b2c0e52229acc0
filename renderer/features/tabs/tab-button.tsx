import { Columns2, X } from 'lucide-react'
import { memo, useEffect, useRef, type DragEvent, type KeyboardEvent, type MouseEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { formatAddress, schemeOf, type Pane, type Tab } from '../navigation/index.ts'
import { useProfile } from '../profiles/index.ts'
import { useDropHandlers, useIsDropTarget } from '../transfers/index.ts'
import { tabTitle } from './tab-title.ts'

export interface TabEvents {
  readonly onActivate: (tabId: string) => void
  readonly onClose: (tabId: string) => void
  readonly onMenu: (tabId: string, x: number, y: number) => void
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>, tabId: string) => void
  readonly onDragStart: (event: DragEvent<HTMLElement>, tabId: string) => void
  readonly onDragOver: (event: DragEvent<HTMLElement>, tabId: string) => void
}

interface Props {
  readonly tab: Tab
  readonly active: boolean
  readonly events: TabEvents
}

function usePaneTitle(pane: Pane | undefined, fallback: Pane): { readonly title: string; readonly address: string; readonly colour: string } {
  const { t } = useTranslation()
  const { place, profileId } = useStore((pane ?? fallback).navigation)
  const profile = useProfile(profileId)
  const address = place === undefined ? t('tabs.empty') : formatAddress({ bucket: place.bucket, key: place.prefix }, schemeOf(profile?.kind ?? 'local'))
  return { title: tabTitle(place, t('tabs.empty')), address, colour: profile?.colour ?? 'none' }
}

/** A tab: click, middle click to close, drag to reorder, drop files on it. */
export const TabButton = memo(function TabButton({ tab, active, events }: Props) {
  const { t } = useTranslation()
  const [first, second] = tab.panes
  const one = usePaneTitle(first, first)
  const two = usePaneTitle(second, first)
  const place = useStore(tab.panes.find(({ paneId }) => paneId === tab.activePaneId)?.navigation ?? first.navigation, (state) => state.place)
  const dropHandlers = useDropHandlers('tab', () => events.onActivate(tab.tabId))
  const isDropTarget = useIsDropTarget('tab')
  const element = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (active) element.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [active])
  const name = second === undefined ? one.title : t('tabs.both', { first: one.title, second: two.title })
  const tip = second === undefined ? one.address : t('tabs.both', { first: one.address, second: two.address })
  const files = place === undefined ? undefined : dropHandlers(place)
  const onMouseDown = (event: MouseEvent) => {
    // The middle button would start to scroll.
    if (event.button === 1) event.preventDefault()
  }
  return (
    <div
      ref={element}
      role="presentation"
      className={`tab is-${one.colour}${active ? ' is-active' : ''}${place !== undefined && isDropTarget(place) ? ' is-drop-target' : ''}`}
      draggable
      onDragStart={(event) => events.onDragStart(event, tab.tabId)}
      onDragOver={(event) => {
        events.onDragOver(event, tab.tabId)
        files?.onDragOver(event)
      }}
      onDrop={files?.onDrop}
      onMouseDown={onMouseDown}
      onMouseUp={(event) => {
        if (event.button === 1) events.onClose(tab.tabId)
      }}
      onContextMenu={(event) => {
        event.preventDefault()
        events.onMenu(tab.tabId, event.clientX, event.clientY)
      }}
    >
      <button
        type="button"
        role="tab"
        id={tab.tabId}
        aria-selected={active}
        aria-controls={`view-${tab.tabId}`}
        aria-keyshortcuts="Delete"
        tabIndex={active ? 0 : -1}
        title={tip}
        className="tab-button"
        onClick={() => events.onActivate(tab.tabId)}
        onKeyDown={(event) => events.onKeyDown(event, tab.tabId)}
      >
        {second === undefined ? null : <Columns2 size={13} className="icon" aria-hidden />}
        <span className="tab-title">{name}</span>
      </button>
      {/* For the pointer alone: the keyboard has Delete on the tab, and Ctrl+W. */}
      <button type="button" tabIndex={-1} aria-hidden className="tab-close" title={t('tabs.closeNamed', { name })} onClick={() => events.onClose(tab.tabId)}>
        <X size={13} />
      </button>
    </div>
  )
})
