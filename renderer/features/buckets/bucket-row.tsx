import { useQuery } from '@tanstack/react-query'
import { Tooltip } from 'antd'
import { Database, Globe } from 'lucide-react'
import type { KeyboardEvent, MouseEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useApi } from '../../bridge/api.tsx'
import { TruncatedName } from '../../ui/truncated-name.tsx'
import type { DropHandlers } from '../navigation/index.ts'
import { bucketInfoQuery } from './queries.ts'

interface Props {
  readonly profileId: string
  readonly name: string
  readonly current: boolean
  readonly dropTarget: boolean
  readonly dropHandlers: DropHandlers
  readonly onOpen: () => void
  readonly onContextMenu: (event: MouseEvent<HTMLElement>) => void
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void
}

export function BucketRow({ profileId, name, current, dropTarget, dropHandlers, onOpen, onContextMenu, onKeyDown }: Props) {
  const { t } = useTranslation()
  const api = useApi()
  // Shown only when it is known already: a badge is not worth a request per bucket.
  const info = useQuery({ ...bucketInfoQuery(api, profileId, name), enabled: current })
  const acl = info.data?.acl
  return (
    <li>
      <button
        type="button"
        className={`bucket-row${current ? ' is-current' : ''}${dropTarget ? ' is-drop-target' : ''}`}
        aria-current={current ? 'page' : undefined}
        data-bucket={name}
        onClick={onOpen}
        onContextMenu={onContextMenu}
        onKeyDown={onKeyDown}
        {...dropHandlers}
      >
        <Database size={16} className="icon" aria-hidden />
        <TruncatedName name={name} />
        {acl === 'public-read' || acl === 'public-read-write' ? (
          <Tooltip title={t(acl === 'public-read' ? 'buckets.publicRead' : 'buckets.publicReadWrite')}>
            <Globe size={14} className="is-warn" role="img" aria-label={t(`common.acl.${acl}`)} />
          </Tooltip>
        ) : null}
      </button>
    </li>
  )
}
