import { memo, useRef, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { AsOfBar } from '../features/as-of/index.ts'
import { PaneProvider, useNavigation, useTabs, type Pane, type Tab } from '../features/navigation/index.ts'
import { FilterBar, ListingProvider, ObjectList, PlaceBar, StatusLine, useListing, useOpenPlace } from '../features/objects/index.ts'
import { localProfileId, StoreStateNotice, useStoreStatus } from '../features/store/index.ts'
import { Splitter } from '../ui/splitter.tsx'
import { useElementWidth } from '../ui/use-element-width.ts'
import { NoPlace } from './no-place.tsx'

/** Tabs that keep their rows and their scroll offset while they are behind; the others read their place again. */
const keptTabs = 4
const smallestPanePx = 260

/** The tabs used last, the active one on screen. */
export const TabViews = memo(function TabViews() {
  const tabs = useTabs((state) => state.tabs)
  const activeTabId = useTabs((state) => state.activeTabId)
  const recentlyUsed = useTabs((state) => state.recentlyUsed)
  const kept = new Set(recentlyUsed.slice(0, keptTabs))
  return tabs.filter(({ tabId }) => kept.has(tabId)).map((tab) => <TabView key={tab.tabId} tab={tab} visible={tab.tabId === activeTabId} />)
})

const TabView = memo(function TabView({ tab, visible }: { readonly tab: Tab; readonly visible: boolean }) {
  const { t } = useTranslation()
  const view = useRef<HTMLDivElement>(null)
  const [dragged, setDragged] = useState<number | undefined>(undefined)
  const divideTab = useTabs((state) => state.divideTab)
  const [first, second] = tab.panes
  const widthPx = useElementWidth(view) || window.innerWidth
  const share = dragged ?? tab.leftShare
  // Room for both, whatever the window has become since.
  const maxPx = Math.max(smallestPanePx, widthPx - smallestPanePx)
  const leftPx = Math.min(maxPx, Math.max(smallestPanePx, Math.round((share ?? 0.5) * widthPx)))
  return (
    <div ref={view} id={`view-${tab.tabId}`} role="tabpanel" aria-labelledby={tab.tabId} className="tab-view" hidden={!visible}>
      <PaneView key={first.paneId} pane={first} tab={tab} visible={visible} widthPx={second === undefined || share === undefined ? undefined : leftPx} />
      {second === undefined ? null : (
        <Splitter
          key="splitter"
          label={t('tabs.resizePanes')}
          edge="left"
          sizePx={leftPx}
          minPx={smallestPanePx}
          maxPx={maxPx}
          onResize={(sizePx) => setDragged(sizePx / widthPx)}
          onCommit={(sizePx) => {
            divideTab(tab.tabId, sizePx / widthPx)
            setDragged(undefined)
          }}
        />
      )}
      {second === undefined ? null : <PaneView key={second.paneId} pane={second} tab={tab} visible={visible} />}
    </div>
  )
})

interface PaneViewProps {
  readonly pane: Pane
  readonly tab: Tab
  readonly visible: boolean
  readonly widthPx?: number | undefined
}

const PaneView = memo(function PaneView({ pane, tab, visible, widthPx }: PaneViewProps) {
  const { t } = useTranslation()
  const isDual = tab.panes.length === 2
  const isActive = tab.activePaneId === pane.paneId
  const isPast = useStore(pane.navigation, (state) => state.place?.momentMs !== undefined)
  const activate = () => useTabs.getState().activatePane(pane.paneId)
  const body = (
    <>
      {isDual ? (
        <div className="pane-bar">
          <PlaceBar />
        </div>
      ) : null}
      <PaneBody />
    </>
  )
  return (
    <PaneProvider pane={pane}>
      <PaneListing visible={visible}>
        <section
          className={`pane${isDual ? ' is-beside' : ''}${isActive ? ' is-active' : ''}${isPast ? ' is-past' : ''}`}
          style={widthPx === undefined ? undefined : { flex: `0 1 ${widthPx}px` }}
          aria-label={isDual ? t(tab.panes[0] === pane ? 'tabs.leftPane' : 'tabs.rightPane') : t('tabs.pane')}
          aria-current={isDual && isActive ? 'true' : undefined}
          onPointerDownCapture={activate}
          onFocusCapture={activate}
        >
          {body}
        </section>
      </PaneListing>
    </PaneProvider>
  )
})

function PaneListing({ visible, children }: { readonly visible: boolean; readonly children: ReactNode }) {
  const { state } = useStoreStatus()
  // The other connections do not wait for the local store.
  const isReachable = useNavigation(({ profileId }) => profileId !== localProfileId) || state === 'ready'
  return (
    <ListingProvider enabled={isReachable} visible={visible}>
      {children}
    </ListingProvider>
  )
}

/** Above a list that shows an earlier moment. */
const PastBar = memo(function PastBar() {
  const { place, progress } = useListing()
  const momentMs = place?.momentMs
  return place === undefined || momentMs === undefined ? null : <AsOfBar place={{ ...place, momentMs }} progress={progress} />
})

const PaneBody = memo(function PaneBody() {
  const status = useStoreStatus()
  const profileId = useNavigation((state) => state.profileId)
  const place = useOpenPlace()
  const isWaiting = profileId === localProfileId && status.state !== 'ready'
  return (
    <>
      {place === undefined ? null : <PastBar />}
      {place === undefined ? null : <FilterBar />}
      <div className="content-body">{isWaiting ? <StoreStateNotice status={status} /> : place === undefined ? <NoPlace profileId={profileId} /> : <ObjectList />}</div>
      {place === undefined ? null : <StatusLine />}
    </>
  )
})
