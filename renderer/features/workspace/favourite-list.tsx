import { FolderOpen, Link, Pencil, Star, StarOff } from 'lucide-react'
import { memo, useRef, useState, type DragEvent, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Favourite } from '../../../electron/contract/workspace.ts'
import { useCopyText } from '../../bridge/api.tsx'
import { PointMenu, type MenuEntries } from '../../ui/point-menu.tsx'
import { TruncatedName } from '../../ui/truncated-name.tsx'
import { useRovingFocus } from '../../ui/use-roving-focus.ts'
import { carriesPlaces, draggedPlaces, formatAddress, openPlace, samePlace, schemeOf, useNavigation, type DropHandlers, type Place } from '../navigation/index.ts'
import { useNotices } from '../notices/index.ts'
import { useProfile, useProfiles } from '../profiles/index.ts'
import { useKeysOf } from '../shortcuts/index.ts'
import { placeLabel } from './place-label.ts'
import { useWorkspace } from './store.ts'

interface Props {
  readonly dropHandlers: (place: Place) => DropHandlers
  readonly isDropTarget: (place: Place) => boolean
  /** Places hover that would become favourites, and were dropped. */
  readonly onHoverPlaces: (event: DragEvent<HTMLElement>) => void
  readonly onDropPlaces: () => void
}

const favouriteDragType = 'application/x-ossia-favourite'

/** Places the user keeps at hand: drag them here, reorder, rename, remove. */
export const FavouriteList = memo(function FavouriteList({ dropHandlers, isDropTarget, onHoverPlaces, onDropPlaces }: Props) {
  const { t } = useTranslation()
  const copyText = useCopyText()
  const keys = useKeysOf()('favourite')
  const reportError = useNotices((state) => state.reportError)
  const profiles = useProfiles()
  const favourites = useWorkspace((state) => state.favourites)
  const addFavourite = useWorkspace((state) => state.addFavourite)
  const removeFavourite = useWorkspace((state) => state.removeFavourite)
  const moveFavourite = useWorkspace((state) => state.moveFavourite)
  const [renaming, setRenaming] = useState<string | undefined>(undefined)
  const [menu, setMenu] = useState<{ readonly x: number; readonly y: number; readonly favourite: Favourite } | undefined>(undefined)
  /** Position among the favourites that what hovers would get. */
  const [insertAt, setInsertAt] = useState<number | undefined>(undefined)
  const dragged = useRef<string | undefined>(undefined)
  const list = useRef<HTMLUListElement>(null)

  useRovingFocus(list, '.favourite-row', { ownKeys: true, isThere: favourites.length > 0 })
  const focusRow = (index: number) => requestAnimationFrame(() => list.current?.querySelectorAll<HTMLElement>('.favourite-row')[index]?.focus())
  const onKeyDown = (event: KeyboardEvent<HTMLElement>, favourite: Favourite) => {
    const index = favourites.indexOf(favourite)
    const target = event.key === 'ArrowDown' ? index + 1 : event.key === 'ArrowUp' ? index - 1 : event.key === 'Home' ? 0 : event.key === 'End' ? favourites.length - 1 : undefined
    if (target !== undefined && event.altKey) {
      moveFavourite(favourite.favouriteId, Math.min(favourites.length - 1, target))
      focusRow(Math.max(0, Math.min(favourites.length - 1, target)))
    } else if (target !== undefined) focusRow(target)
    else if (event.key === 'F2') setRenaming(favourite.favouriteId)
    else if (event.key === 'Delete') {
      removeFavourite(favourite.favouriteId)
      focusRow(Math.min(index, favourites.length - 2))
    } else return
    event.preventDefault()
    event.stopPropagation()
  }
  const entries = (favourite: Favourite): MenuEntries => [
    { key: 'open', label: t('places.open'), icon: <FolderOpen size={14} />, run: () => openPlace(favourite) },
    { key: 'open-in-tab', label: t('tabs.openInTab'), run: () => openPlace(favourite, 'newTab') },
    {
      key: 'copy',
      label: t('buckets.copyAddress'),
      icon: <Link size={14} />,
      run: () => {
        const kind = profiles.find(({ profileId }) => profileId === favourite.profileId)?.kind ?? 'local'
        void copyText(formatAddress({ bucket: favourite.bucket, key: favourite.prefix }, schemeOf(kind))).catch(reportError)
      },
    },
    'separator',
    { key: 'rename', label: t('places.rename'), icon: <Pencil size={14} />, shortcut: 'F2', run: () => setRenaming(favourite.favouriteId) },
    { key: 'remove', label: t('places.remove'), icon: <StarOff size={14} />, shortcut: 'Del', run: () => removeFavourite(favourite.favouriteId) },
  ]
  const rowAt = (event: DragEvent) => (event.target instanceof Element ? event.target.closest<HTMLElement>('[data-favourite-index]') : null)
  const indexAt = (event: DragEvent) => {
    const row = rowAt(event)
    return row === null ? favourites.length : Number(row.dataset['favouriteIndex'])
  }
  /** Above or below the row under the pointer; the heading is above all, the rest of the section below. */
  const gapAt = (event: DragEvent) => {
    const row = rowAt(event)
    if (row === null) return list.current === null || event.clientY < list.current.getBoundingClientRect().top ? 0 : favourites.length
    const box = row.getBoundingClientRect()
    return indexAt(event) + (event.clientY > box.top + box.height / 2 ? 1 : 0)
  }
  return (
    <section
      className={insertAt !== undefined && favourites.length === 0 ? 'favourite-section is-drop-target' : 'favourite-section'}
      aria-label={t('places.favourites')}
      onDragOver={(event) => {
        const reorders = event.dataTransfer.types.includes(favouriteDragType)
        if (!reorders && !carriesPlaces(event.dataTransfer)) return
        event.preventDefault()
        event.stopPropagation()
        event.dataTransfer.dropEffect = reorders ? 'move' : 'link'
        if (reorders && dragged.current !== undefined) moveFavourite(dragged.current, Math.min(favourites.length - 1, indexAt(event)))
        else {
          setInsertAt(gapAt(event))
          onHoverPlaces(event)
        }
      }}
      onDragLeave={(event) => {
        if (!(event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget))) setInsertAt(undefined)
      }}
      onDrop={(event) => {
        const index = gapAt(event)
        setInsertAt(undefined)
        const places = draggedPlaces(event.dataTransfer)
        if (places.length === 0) return
        event.preventDefault()
        event.stopPropagation()
        onDropPlaces()
        for (const [offset, place] of places.entries()) addFavourite(place, index + offset)
      }}
    >
      <div className="sidebar-heading">
        <h2>{t('places.favourites')}</h2>
      </div>
      {favourites.length === 0 ? (
        <p className="sidebar-hint">{keys === undefined ? t('places.noFavouritesDrag') : t('places.noFavourites', { keys })}</p>
      ) : (
        <ul className="bucket-list" ref={list}>
          {favourites.map((favourite, index) => (
            <li
              key={favourite.favouriteId}
              data-favourite-index={index}
              className={insertAt === index ? 'is-insert-before' : insertAt === favourites.length && index === favourites.length - 1 ? 'is-insert-after' : undefined}
            >
              {renaming === favourite.favouriteId ? (
                <RenameField favourite={favourite} onDone={() => setRenaming(undefined)} />
              ) : (
                <FavouriteRow
                  favourite={favourite}
                  dropTarget={isDropTarget(favourite)}
                  dropHandlers={intoRow(dropHandlers(favourite), () => setInsertAt(undefined))}
                  onKeyDown={onKeyDown}
                  onMenu={(x, y) => setMenu({ x, y, favourite })}
                  onDragStart={(event) => {
                    dragged.current = favourite.favouriteId
                    event.dataTransfer.setData(favouriteDragType, favourite.favouriteId)
                    event.dataTransfer.effectAllowed = 'move'
                  }}
                />
              )}
            </li>
          ))}
        </ul>
      )}
      {menu === undefined ? null : <PointMenu at={menu} entries={entries(menu.favourite)} onClose={() => setMenu(undefined)} />}
    </section>
  )
})

/** Share of a row, above and below, where a folder or bucket goes between the favourites and not into one. */
const edgeShare = 0.25

/** The middle of a row takes what is dragged into its place; its edges leave places to the list. */
function intoRow({ onDragOver, onDrop }: DropHandlers, onInto: () => void): DropHandlers {
  const isBetween = (event: DragEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    const edgePx = box.height * edgeShare
    return carriesPlaces(event.dataTransfer) && (event.clientY < box.top + edgePx || event.clientY > box.bottom - edgePx)
  }
  return {
    onDragOver: (event) => {
      if (isBetween(event)) return
      onDragOver(event)
      if (event.isPropagationStopped()) onInto()
    },
    onDrop: (event) => {
      if (!isBetween(event)) onDrop(event)
    },
  }
}

interface RowProps {
  readonly favourite: Favourite
  readonly dropTarget: boolean
  readonly dropHandlers: DropHandlers
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>, favourite: Favourite) => void
  readonly onMenu: (x: number, y: number) => void
  readonly onDragStart: (event: DragEvent<HTMLElement>) => void
}

function FavouriteRow({ favourite, dropTarget, dropHandlers, onKeyDown, onMenu, onDragStart }: RowProps) {
  const profile = useProfile(favourite.profileId)
  const isCurrent = useNavigation(({ place }) => samePlace(place, favourite))
  const headFor = useNavigation((state) => state.headFor)
  const address = formatAddress({ bucket: favourite.bucket, key: favourite.prefix }, schemeOf(profile?.kind ?? 'local'))
  return (
    <button
      type="button"
      className={`bucket-row favourite-row is-${profile?.colour ?? 'none'}${isCurrent ? ' is-current' : ''}${dropTarget ? ' is-drop-target' : ''}`}
      aria-current={isCurrent ? 'page' : undefined}
      title={address}
      draggable
      onDragStart={onDragStart}
      onPointerDown={(event) => {
        if (event.button === 0) headFor(favourite)
      }}
      onClick={(event) => openPlace(favourite, event.ctrlKey || event.metaKey ? 'newTab' : 'here')}
      onMouseDown={(event) => {
        // The middle button would start to scroll.
        if (event.button === 1) event.preventDefault()
      }}
      onMouseUp={(event) => {
        if (event.button === 1) openPlace(favourite, 'backgroundTab')
      }}
      onKeyDown={(event) => onKeyDown(event, favourite)}
      onContextMenu={(event) => {
        event.preventDefault()
        onMenu(event.clientX, event.clientY)
      }}
      {...dropHandlers}
    >
      <Star size={15} className="icon" aria-hidden />
      <TruncatedName name={favourite.name === '' ? placeLabel(favourite) : favourite.name} />
    </button>
  )
}

function RenameField({ favourite, onDone }: { readonly favourite: Favourite; readonly onDone: () => void }) {
  const { t } = useTranslation()
  const renameFavourite = useWorkspace((state) => state.renameFavourite)
  const [name, setName] = useState(favourite.name === '' ? placeLabel(favourite) : favourite.name)
  const cancelled = useRef(false)
  const finish = () => {
    // A name that is the place's own goes on following the place.
    if (!cancelled.current) renameFavourite(favourite.favouriteId, name.trim() === placeLabel(favourite) ? '' : name)
    onDone()
  }
  return (
    <input
      autoFocus
      className="favourite-name"
      aria-label={t('places.rename')}
      maxLength={200}
      value={name}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => setName(event.target.value)}
      onBlur={finish}
      onKeyDown={(event) => {
        event.stopPropagation()
        if (event.key === 'Escape') cancelled.current = true
        if (event.key === 'Escape' || event.key === 'Enter') event.currentTarget.blur()
      }}
    />
  )
}
