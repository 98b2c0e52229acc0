import { Dropdown } from 'antd'
import { ChevronDown, Plus } from 'lucide-react'
import { memo, useLayoutEffect, useRef, useState, type RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '../../ui/icon-button.tsx'
import { menuItems, PointMenu, runEntry, type MenuEntries } from '../../ui/point-menu.tsx'
import { activePaneOf, tabLimit, useTabs, type Tab } from '../navigation/index.ts'
import { useKeysOf } from '../shortcuts/index.ts'
import { newBlankTab } from './new-blank-tab.ts'
import { TabButton } from './tab-button.tsx'
import { createTabEvents, type TabMenu } from './tab-events.ts'
import { tabTitle } from './tab-title.ts'


/** The row of tabs above the toolbar. */
export const TabBar = memo(function TabBar() {
  const { t } = useTranslation()
  const keysOf = useKeysOf()
  const tabs = useTabs((state) => state.tabs)
  const activeTabId = useTabs((state) => state.activeTabId)
  const nothingClosed = useTabs((state) => state.closed.length === 0)
  const [menu, setMenu] = useState<TabMenu | undefined>(undefined)
  const strip = useRef<HTMLDivElement>(null)
  const overflows = useOverflow(strip)
  const [events] = useState(() => createTabEvents(setMenu))
  const closeTab = useTabs((state) => state.closeTab)
  const closeOthers = useTabs((state) => state.closeOthers)
  const duplicateTab = useTabs((state) => state.duplicateTab)
  const reopenTab = useTabs((state) => state.reopenTab)
  const activateTab = useTabs((state) => state.activateTab)
  const entries = (tabId: string): MenuEntries => [
    { key: 'new', label: t('tabs.newTab'), shortcut: keysOf('newTab'), run: newBlankTab },
    { key: 'duplicate', label: t('tabs.duplicate'), run: () => duplicateTab(tabId) },
    { key: 'reopen', label: t('tabs.reopen'), shortcut: keysOf('reopenTab'), disabledReason: nothingClosed ? t('tabs.noneClosed') : undefined, run: reopenTab },
    'separator',
    { key: 'close', label: t('tabs.close'), shortcut: keysOf('closeTab'), run: () => closeTab(tabId) },
    { key: 'others', label: t('tabs.closeOthers'), disabledReason: tabs.length === 1 ? t('tabs.onlyTab') : undefined, run: () => closeOthers(tabId) },
  ]
  const all: MenuEntries = tabs.map((tab) => ({ key: tab.tabId, label: titleOf(tab, t('tabs.empty')), run: () => activateTab(tab.tabId) }))
  return (
    <div className="tab-bar" onDoubleClick={(event) => (event.target === strip.current ? newBlankTab() : undefined)}>
      <div
        ref={strip}
        role="tablist"
        aria-label={t('tabs.title')}
        className="tab-strip"
        onWheel={(event) => {
          // A wheel turns up and down; the row goes left and right.
          if (event.deltaX === 0) event.currentTarget.scrollLeft += event.deltaY
        }}
      >
        {tabs.map((tab) => (
          <TabButton key={tab.tabId} tab={tab} active={tab.tabId === activeTabId} events={events} />
        ))}
      </div>
      <IconButton
        label={t('tabs.newTab')}
        shortcut={keysOf('newTab')}
        icon={<Plus size={15} />}
        disabledReason={tabs.length < tabLimit ? undefined : t('tabs.limit', { count: tabLimit })}
        onClick={newBlankTab}
      />
      {overflows ? (
        <Dropdown trigger={['click']} menu={{ items: menuItems(all), className: 'tab-list', selectedKeys: [activeTabId], onClick: ({ key }) => runEntry(all, key) }}>
          <span>
            <IconButton label={t('tabs.all')} icon={<ChevronDown size={15} />} onClick={() => undefined} />
          </span>
        </Dropdown>
      ) : null}
      {menu === undefined ? null : <PointMenu at={menu} entries={entries(menu.tabId)} onClose={() => setMenu(undefined)} />}
    </div>
  )
})

function titleOf(tab: Tab, empty: string): string {
  return tab.panes.map(({ navigation }) => tabTitle(navigation.getState().place, empty)).join(' | ') || tabTitle(activePaneOf(tab).navigation.getState().place, empty)
}

function useOverflow(strip: RefObject<HTMLElement | null>): boolean {
  const [overflows, setOverflows] = useState(false)
  useLayoutEffect(() => {
    const element = strip.current
    if (element === null) return undefined
    const measure = () => setOverflows(element.scrollWidth > element.clientWidth + 1)
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    const tabs = new MutationObserver(measure)
    tabs.observe(element, { childList: true })
    return () => {
      observer.disconnect()
      tabs.disconnect()
    }
  }, [strip])
  return overflows
}
