import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { ProfilesState } from '../../../electron/contract/profiles.ts'
import type { BucketSummary } from '../../../electron/contract/buckets.ts'
import { useApi } from '../../bridge/api.tsx'
import { isCancelled, toCallError } from '../../bridge/call-error.ts'
import { queryKeys } from '../../bridge/query-keys.ts'
import { placeOf, type AddressScheme } from './address.ts'
import { useNavigation } from './pane-context.tsx'
import { resolveAddress, type ResolvedAddress } from './resolve-address.ts'
import { useCompletions } from './use-completions.ts'

interface Props {
  readonly profileId: string
  readonly scheme: AddressScheme
  readonly initial: string
  /** Told of an address that names a version, after the list went to its object. */
  readonly onVersion: (address: ResolvedAddress & { readonly versionId: string }) => void
  readonly onClose: () => void
}

/** One line to type or paste an address into, with what it may go on to below it. */
export function AddressInput({ profileId, scheme, initial, onVersion, onClose }: Props) {
  const { t } = useTranslation()
  const api = useApi()
  const client = useQueryClient()
  const open = useNavigation((state) => state.open)
  const [draft, setDraft] = useState(initial)
  const [problem, setProblem] = useState<string | undefined>(undefined)
  const [chosen, setChosen] = useState(-1)
  // The whole address is selected at first: what it goes on to is not asked for before something is typed.
  const [typed, setTyped] = useState(false)
  const [isAsking, setAsking] = useState(false)
  const asked = useRef<AbortController>(undefined)
  useEffect(() => () => asked.current?.abort(), [])
  const completions = useCompletions(profileId, typed ? draft : undefined, scheme)
  const expanded = completions.length > 0 && problem === undefined

  const change = (text: string) => {
    asked.current?.abort()
    setAsking(false)
    setDraft(text)
    setTyped(true)
    setProblem(undefined)
    setChosen(-1)
  }
  const go = (text: string) => {
    const endpoints = client.getQueryData<ProfilesState>(queryKeys.profiles)?.profiles ?? []
    const address = resolveAddress(text, endpoints, profileId)
    if (address === undefined) {
      setProblem(t('objects.addressInvalid'))
      return
    }
    const buckets = client.getQueryData<readonly BucketSummary[]>(queryKeys.buckets(address.profileId))
    if (buckets === undefined || buckets.some((bucket) => bucket.name === address.bucket)) show(address)
    else void askFor(address)
  }
  const show = (address: ResolvedAddress) => {
    open({ profileId: address.profileId, ...placeOf(address) })
    if (address.versionId !== undefined && address.key !== '') onVersion({ ...address, versionId: address.versionId })
    onClose()
  }
  /** Another client may have made the bucket since the list of them was read, and one of another account is in no list. */
  const askFor = async (address: ResolvedAddress) => {
    const controller = new AbortController()
    asked.current?.abort()
    asked.current = controller
    setAsking(true)
    const found = await api.listing.completeKey({ profileId: address.profileId, bucket: address.bucket, prefix: '', limit: 1 }, { signal: controller.signal }).then(
      () => undefined,
      (thrown: unknown) => (isCancelled(thrown) ? undefined : toCallError(thrown).code),
    )
    if (controller.signal.aborted) return
    setAsking(false)
    if (found === 'NoSuchBucket') {
      setProblem(t('objects.addressUnknownBucket', { bucket: address.bucket }))
      return
    }
    if (found === undefined) void client.invalidateQueries({ queryKey: queryKeys.buckets(address.profileId) })
    // Whatever else stands in the way is said where the list would be.
    show(address)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const choice = completions[chosen]
    if (event.key === 'Enter') go(choice ?? draft)
    else if (event.key === 'Escape') {
      if (expanded && typed) setTyped(false)
      else onClose()
    } else if (event.key === 'ArrowDown' && expanded) setChosen((chosen + 1) % completions.length)
    else if (event.key === 'ArrowUp' && expanded) setChosen((chosen <= 0 ? completions.length : chosen) - 1)
    else if (event.key === 'Tab' && !event.shiftKey && expanded) change(choice ?? completions[0] ?? draft)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div className="address is-editing">
      <input
        autoFocus
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={expanded}
        aria-controls={expanded ? 'address-completions' : undefined}
        aria-activedescendant={expanded && chosen >= 0 ? `address-completion-${chosen}` : undefined}
        onFocus={(event) => event.currentTarget.select()}
        className="address-input"
        aria-label={t('objects.address')}
        aria-invalid={problem !== undefined}
        aria-busy={isAsking}
        aria-describedby={problem === undefined ? undefined : 'address-problem'}
        placeholder={scheme}
        spellCheck={false}
        value={draft}
        onChange={(event) => change(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={onClose}
      />
      {expanded ? (
        <ul id="address-completions" role="listbox" aria-label={t('objects.addressCompletions')} className="address-completions">
          {completions.map((address, index) => (
            <li
              key={address}
              id={`address-completion-${index}`}
              role="option"
              aria-selected={index === chosen}
              className={index === chosen ? 'is-chosen' : undefined}
              // The field keeps the focus.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => go(address)}
            >
              {address}
            </li>
          ))}
        </ul>
      ) : null}
      {isAsking ? (
        <div role="status" className="address-problem is-late">
          {t('objects.addressAsking')}
        </div>
      ) : null}
      {problem === undefined ? null : (
        <div id="address-problem" role="alert" className="address-problem">
          {problem}
        </div>
      )}
    </div>
  )
}
