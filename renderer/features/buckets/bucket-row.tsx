import { useQuery } from '@tanstack/react-query'
import { Tooltip } from 'antd'
import { Database, Globe } from 'lucide-react'
import { memo, type KeyboardEvent, type MouseEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useApi } from '../../bridge/api.tsx'
import { TruncatedName } from '../../ui/truncated-name.tsx'
import { useAfterPaint } from '../../ui/use-after-paint.ts'
import { openPlace, setDraggedPlaces, useNavigation, type DropHandlers, type Place } from '../navigation/index.ts'
import { bucketInfoQuery } from './queries.ts'

interface Props {
  readonly profileId: string
  readonly name: string
  readonly dropTarget: boolean
  readonly dropHandlers: (place: Place) => DropHandlers
  readonly onContextMenu: (event: MouseEvent<HTMLElement>, bucket: string) => void
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>, bucket: string) => void
}

/** A bucket in the sidebar. Its properties stay the same from one navigation to the next, so that only two rows are drawn again. */
export const BucketRow = memo(function BucketRow({ profileId, name, dropTarget, dropHandlers, onContextMenu, onKeyDown }: Props) {
  const { t } = useTranslation()
  const api = useApi()
  const current = useNavigation((state) => state.place?.bucket === name && state.place.profileId === profileId)
  const open = useNavigation((state) => state.open)
  const headFor = useNavigation((state) => state.headFor)
  // For the open bucket only: a badge is not worth a request per bucket, and its rows come first.
  const info = useQuery({ ...bucketInfoQuery(api, profileId, name), enabled: useAfterPaint(current) })
  const acl = info.data?.acl
  const place: Place = { profileId, bucket: name, prefix: '' }
  return (
    <li>
      <button
        type="button"
        className={`bucket-row${current ? ' is-current' : ''}${dropTarget ? ' is-drop-target' : ''}`}
        aria-current={current ? 'page' : undefined}
        data-bucket={name}
        onPointerDown={(event) => {
          if (event.button === 0) headFor(place)
        }}
        draggable
        onDragStart={(event) => {
          setDraggedPlaces(event.dataTransfer, [place])
          event.dataTransfer.effectAllowed = 'link'
        }}
        onClick={(event) => {
          if (event.ctrlKey || event.metaKey) openPlace(place, 'newTab')
          else open(place)
        }}
        onMouseDown={(event) => {
          // The middle button would start to scroll.
          if (event.button === 1) event.preventDefault()
        }}
        onMouseUp={(event) => {
          if (event.button === 1) openPlace(place, 'backgroundTab')
        }}
        onContextMenu={(event) => onContextMenu(event, name)}
        onKeyDown={(event) => onKeyDown(event, name)}
        {...dropHandlers(place)}
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
})
