import { ChevronRight, Database } from 'lucide-react'
import { Fragment, memo, useState, type DragEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { prefixSegments } from '../../ui/names.ts'
import { formatAddress, type AddressScheme } from './address.ts'
import { AddressInput } from './address-input.tsx'
import type { Place } from './navigation-state.ts'
import { useNavigation, usePaneSide } from './pane-context.tsx'
import type { ResolvedAddress } from './resolve-address.ts'
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
  /** An address that was typed names a version of an object. */
  readonly onVersion: (address: ResolvedAddress & { readonly versionId: string }) => void
}

/** The end of a long path is the part that tells where one is. With the next frame, which lays the page out anyway. */
function scrollToEnd(element: HTMLElement | null): (() => void) | undefined {
  if (element === null) return undefined
  const frame = requestAnimationFrame(() => element.scrollTo({ left: element.scrollWidth }))
  return () => cancelAnimationFrame(frame)
}

/** Where the list is: segments to click and to drop on, or one line to type and paste into. */
export const AddressBar = memo(function AddressBar({ profileId, scheme, editRequest, dropHandlers, isDropTarget, onVersion }: Props) {
  const { t } = useTranslation()
  const side = usePaneSide()
  const place = useNavigation((state) => state.place)
  const open = useNavigation((state) => state.open)
  const headFor = useNavigation((state) => state.headFor)
  // A tab that is nowhere yet, asked for by the user, begins with its address.
  const [editing, setEditing] = useState(place === undefined && editRequest > 0)
  const shown = place === undefined ? '' : formatAddress({ bucket: place.bucket, key: place.prefix }, scheme)
  const [seenRequest, setSeenRequest] = useState(editRequest)
  if (seenRequest !== editRequest) {
    setSeenRequest(editRequest)
    setEditing(true)
  }
  // A second request selects the text again.
  if (editing) return <AddressInput key={editRequest} profileId={profileId} scheme={scheme} initial={shown} onVersion={onVersion} onClose={() => setEditing(false)} />
  const segments = place === undefined ? [] : [{ name: place.bucket, prefix: '' }, ...prefixSegments(place.prefix)]
  return (
    <div className="address">
      <nav className="crumbs" aria-label={side === undefined ? t('objects.address') : t(`objects.addressOf.${side}`)} key={shown} ref={scrollToEnd}>
        {segments.map(({ name, prefix }, index) => {
          const target: Place = { profileId, bucket: place?.bucket ?? '', prefix, momentMs: place?.momentMs }
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
      <button type="button" className="address-edit" aria-label={t('objects.addressEdit')} title={t('objects.addressEdit')} onClick={() => setEditing(true)} />
    </div>
  )
})
