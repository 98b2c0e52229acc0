import { Button } from 'antd'
import { RotateCcw } from 'lucide-react'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { defaultShortcuts, type Command } from '../../../electron/contract/shortcuts.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { isMac } from '../../ui/platform.ts'
import { chordOf, obstacleTo, type Obstacle } from './keys.ts'
import { useChangeShortcuts, useShortcuts, writtenKeys } from './use-shortcuts.ts'

interface Refused {
  readonly keys: string
  readonly obstacle: Obstacle
}

/** The keys of a command, as a button that takes new ones. */
export function ChangeKeys({ command }: { readonly command: Command }) {
  const { t } = useTranslation()
  const keys = useShortcuts()[command]
  const change = useChangeShortcuts()
  const [isAsking, setAsking] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const first = defaultShortcuts[command]
  const name = t(`shell.shortcuts.${command}`)
  const leave = () => {
    setAsking(false)
    requestAnimationFrame(() => button.current?.focus())
  }
  if (isAsking) return <NewKeys command={command} onLeave={leave} />
  return (
    <span className="keys-own">
      {keys === first ? null : (
        <IconButton label={t('shell.shortcuts.reset', { keys: first === '' ? t('shell.shortcuts.none') : writtenKeys(first) })} icon={<RotateCcw size={13} />} onClick={() => change({ [command]: first })} />
      )}
      <button ref={button} type="button" className="keys-button" onClick={() => setAsking(true)}>
        <span className="visually-hidden">{t('shell.shortcuts.change', { command: name })} </span>
        <kbd className={keys === '' ? 'is-none' : undefined}>{keys === '' ? t('shell.shortcuts.none') : writtenKeys(keys)}</kbd>
      </button>
    </span>
  )
}

/** Takes the next keys that are pressed, whatever they usually do. */
function NewKeys({ command, onLeave }: { readonly command: Command; readonly onLeave: () => void }) {
  const { t } = useTranslation()
  const shortcuts = useShortcuts()
  const change = useChangeShortcuts()
  const [refused, setRefused] = useState<Refused>()
  const field = useRef<HTMLDivElement>(null)
  useEffect(() => field.current?.focus(), [])
  const hear = useEffectEvent((event: KeyboardEvent) => {
    // A question about another command's keys is answered with its buttons.
    if (refused?.obstacle.kind === 'command' && event.key !== 'Escape') return
    event.preventDefault()
    event.stopImmediatePropagation()
    if (event.key === 'Escape') return onLeave()
    if (event.key === 'Backspace' && !event.ctrlKey && !event.metaKey && !event.altKey) {
      change({ [command]: '' })
      return onLeave()
    }
    const keys = chordOf(event, isMac)
    if (keys === undefined) return
    const obstacle = obstacleTo(command, keys, shortcuts)
    if (obstacle !== undefined) return setRefused({ keys, obstacle })
    change({ [command]: keys })
    onLeave()
  })
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => hear(event)
    // Before the dialog, which Escape would close, and before the command that the keys have now.
    window.addEventListener('keydown', onKeyDown, { capture: true })
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true })
  }, [])
  const taken = refused?.obstacle.kind === 'command' ? refused.obstacle.command : undefined
  return (
    <div className="keys-asking" ref={field} tabIndex={-1} role="group" aria-label={t('shell.shortcuts.change', { command: t(`shell.shortcuts.${command}`) })} onBlur={(event) => (event.currentTarget.contains(event.relatedTarget) ? undefined : onLeave())}>
      <span className="keys-press">{t('shell.shortcuts.press')}</span>
      <span className="keys-refused" role="status">
        {refused === undefined
          ? t('shell.shortcuts.pressHint')
          : refused.obstacle.kind === 'command'
            ? t('shell.shortcuts.taken', { keys: writtenKeys(refused.keys), command: t(`shell.shortcuts.${refused.obstacle.command}`) })
            : t(`shell.shortcuts.obstacle.${refused.obstacle.kind}`, { keys: writtenKeys(refused.keys) })}
      </span>
      {taken === undefined || refused === undefined ? null : (
        <span className="keys-answers">
          <Button
            size="small"
            autoFocus
            onClick={() => {
              change({ [taken]: '', [command]: refused.keys })
              onLeave()
            }}
          >
            {t('shell.shortcuts.take')}
          </Button>
          <Button size="small" onClick={onLeave}>
            {t('shell.shortcuts.keep')}
          </Button>
        </span>
      )}
    </div>
  )
}
