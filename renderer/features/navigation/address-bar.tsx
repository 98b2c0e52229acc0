import { useQueryClient } from '@tanstack/react-query'
import { ChevronRight, Database } from 'lucide-react'
import { Fragment, memo, useState, type DragEvent, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { BucketSummary } from '../../../electron/contract/schemas.ts'
import { queryKeys } from '../../bridge/query-keys.ts'
import { prefixSegments } from '../../ui/names.ts'
import { formatAddress, parseAddress, placeOf, type AddressScheme } from './address.ts'
import type { Place } from './navigation-state.ts'
import { useNavigation } from './pane-context.tsx'
import { setDraggedPlaces } from './place-drag.ts'
import { openPlace } from './tabs.ts'

export interface DropHandlers {
  readonly onDragOver: (event: DragEvent<HTMLElement>) => void
  readonly onDrop: (event: DragEvent<HTMLElement>) => void
}

interface Props {
  readonly profileId: string
  readonly scheme: AddressScheme
  /** Counts requests to edit, from Ctrl+L. */
  readonly editRequest: number
  readonly dropHandlers: (place: Place) => DropHandlers
  /** Whether files hover over the segment of this place now. */
  readonly isDropTarget: (place: Place) => boolean
}

/** The end of a long path is the part that tells where one is. With the next frame, which lays the page out anyway. */
function scrollToEnd(element: HTMLElement | null): (() => void) | undefined {
  if (element === null) return undefined
  const frame = requestAnimationFrame(() => element.scrollTo({ left: element.scrollWidth }))
  return () => cancelAnimationFrame(frame)
}

/** Where the list is: segments to click and to drop on, or one line to type and paste into. */
export const AddressBar = memo(function AddressBar({ profileId, scheme, editRequest, dropHandlers, isDropTarget }: Props) {
  const { t } = useTranslation()
  const place = useNavigation((state) => state.place)
  const open = useNavigation((state) => state.open)
  const headFor = useNavigation((state) => state.headFor)
  const client = useQueryClient()
  const [draft, setDraft] = useState<string | undefined>(undefined)
  const [problem, setProblem] = useState<string | undefined>(undefined)
  const shown = place === undefined ? '' : formatAddress({ bucket: place.bucket, key: place.prefix }, scheme)

  const edit = () => {
    setDraft(shown)
    setProblem(undefined)
  }
  const close = () => {
    setDraft(undefined)
    setProblem(undefined)
  }
  const [seenRequest, setSeenRequest] = useState(editRequest)
  if (seenRequest !== editRequest) {
    setSeenRequest(editRequest)
    edit()
  }

  const submit = () => {
    const address = parseAddress(draft ?? '')
    if (address === undefined) {
      setProblem(t('objects.addressInvalid'))
      return
    }
    const buckets = client.getQueryData<BucketSummary[]>(queryKeys.buckets(profileId))
    if (buckets !== undefined && !buckets.some((bucket) => bucket.name === address.bucket)) {
      setProblem(t('objects.addressUnknownBucket', { bucket: address.bucket }))
      return
    }
    open({ profileId, ...placeOf(address) })
    close()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') submit()
    else if (event.key === 'Escape') close()
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  if (draft !== undefined) {
    return (
      <div className="address is-editing">
        <input
          // A second request selects the text again.
          key={editRequest}
          autoFocus
          onFocus={(event) => event.currentTarget.select()}
          className="address-input"
          aria-label={t('objects.address')}
          aria-invalid={problem !== undefined}
          aria-describedby={problem === undefined ? undefined : 'address-problem'}
          placeholder={scheme}
          spellCheck={false}
          value={draft}
          onChange={(event) => {
            setDraft(event.target.value)
            setProblem(undefined)
          }}
          onKeyDown={onKeyDown}
          onBlur={close}
        />
        {problem === undefined ? null : (
          <div id="address-problem" role="alert" className="address-problem">
            {problem}
          </div>
        )}
      </div>
    )
  }
  const segments = place === undefined ? [] : [{ name: place.bucket, prefix: '' }, ...prefixSegments(place.prefix)]
  return (
    <div className="address">
      <nav className="crumbs" aria-label={t('objects.address')} key={shown} ref={scrollToEnd}>
        {segments.map(({ name, prefix }, index) => {
          const target: Place = { profileId, bucket: place?.bucket ?? '', prefix }
          const last = index === segments.length - 1
          return (
            <Fragment key={prefix}>
              {index === 0 ? <Database size={14} className="icon crumb-icon" aria-hidden /> : <ChevronRight size={12} className="crumb-separator" aria-hidden />}
              <button
                type="button"
                className={isDropTarget(target) ? 'crumb is-drop-target' : 'crumb'}
                aria-current={last ? 'location' : undefined}
                title={name}
                draggable
                onDragStart={(event) => {
                  setDraggedPlaces(event.dataTransfer, [target])
                  event.dataTransfer.effectAllowed = 'link'
                }}
                onMouseDown={(event) => {
                  // The middle button would start to scroll.
                  if (event.button === 1) event.preventDefault()
                }}
                onMouseUp={(event) => {
                  if (event.button === 1) openPlace(target, 'backgroundTab')
                }}
                onPointerDown={(event) => {
                  if (event.button === 0) headFor(target)
                }}
                onClick={() => {
                  const inside = segments[index + 1]
                  open(inside === undefined ? target : { ...target, focusKey: inside.prefix })
                }}
                {...dropHandlers(target)}
              >
                {name === '' ? '/' : name}
              </button>
            </Fragment>
          )
        })}
      </nav>
      {/* The free space to the right of the segments turns the bar into a text field, as in file managers. */}
      <button type="button" className="address-edit" aria-label={t('objects.addressEdit')} title={t('objects.addressEdit')} onClick={edit} />
    </div>
  )
})
