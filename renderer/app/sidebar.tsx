import { Tooltip } from 'antd'
import { CircleHelp, Keyboard, Plug, Settings, UserRoundCog } from 'lucide-react'
import { memo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { BucketList } from '../features/buckets/index.ts'
import { useKeysAndUsers } from '../features/keys-and-users/index.ts'
import { ConnectionGroups } from '../features/profiles/index.ts'
import { useSettingsDialogs } from '../features/settings/index.ts'
import { useKeysOf } from '../features/shortcuts/index.ts'
import { EndpointDialog, localProfileId, useStoreStatus } from '../features/store/index.ts'
import { favouriteDrop, useDropHandlers, useIsDropTarget } from '../features/transfers/index.ts'
import { FavouriteList } from '../features/workspace/index.ts'
import { IconButton } from '../ui/icon-button.tsx'

/** The local store and its buckets; the other connections; how to reach the store; settings and help. */
export const Sidebar = memo(function Sidebar() {
  const { t } = useTranslation()
  const keysOf = useKeysOf()
  const status = useStoreStatus()
  const dropHandlers = useDropHandlers('sidebar')
  const isDropTarget = useIsDropTarget('sidebar')
  const show = useSettingsDialogs((state) => state.show)
  const openKeysAndUsers = useKeysAndUsers((state) => state.open)
  const [endpointOpen, setEndpointOpen] = useState(false)
  return (
    <nav className="sidebar" aria-label={t('shell.sidebar')}>
      <Tooltip placement="right" title={status.state === 'ready' ? status.url : t(`store.state.${status.state}`)}>
        <button type="button" className="store-row" onClick={() => setEndpointOpen(true)} data-testid="store-state" data-state={status.state}>
          <span className={`dot is-${status.state}`} aria-hidden />
          <span className="store-name">{t('store.localStore')}</span>
          <span className="is-secondary">{t(`store.state.${status.state}`)}</span>
        </button>
      </Tooltip>
      <div className="sidebar-scroll">
        {status.state === 'ready' || status.state === 'starting' ? <BucketList profileId={localProfileId} isReady={status.state === 'ready'} dropHandlers={dropHandlers} isDropTarget={isDropTarget} /> : null}
        <FavouriteList dropHandlers={dropHandlers} isDropTarget={isDropTarget} {...favouriteDrop} />
        <ConnectionGroups dropHandlers={dropHandlers} isDropTarget={isDropTarget} />
      </div>
      <div className="sidebar-footer">
        <button type="button" className="endpoint-button" onClick={() => setEndpointOpen(true)}>
          <Plug size={15} aria-hidden />
          <span>{t('store.endpoint')}</span>
        </button>
        <IconButton label={t('identities.menu')} icon={<UserRoundCog size={15} />} disabledReason={status.state === 'ready' ? undefined : t(`store.state.${status.state}`)} onClick={openKeysAndUsers} />
        <IconButton label={t('settings.shortcuts')} shortcut={keysOf('help')} icon={<Keyboard size={15} />} onClick={() => show('shortcuts')} />
        <IconButton label={t('settings.about')} icon={<CircleHelp size={15} />} onClick={() => show('about')} />
        <IconButton label={t('settings.open')} shortcut={keysOf('settings')} icon={<Settings size={15} />} onClick={() => show('settings')} />
      </div>
      {endpointOpen ? <EndpointDialog onClose={() => setEndpointOpen(false)} /> : null}
    </nav>
  )
})
