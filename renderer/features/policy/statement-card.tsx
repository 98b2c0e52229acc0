import { Input, Segmented } from 'antd'
import { ArrowDown, ArrowUp, Copy, EyeOff, Trash2 } from 'lucide-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { JsonObject } from '../../../storage-core/policy/strict-json.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { levelActions } from './model/levels.ts'
import { printJson } from './model/raw-policy.ts'
import { trustedBy, withTrusted } from './model/trust.ts'
import { viewOf, withConditions, withElement } from './model/statement-view.ts'
import { StatementSummary } from './statement-summary.tsx'
import { TrustField, type TrustChoices, trustNames } from './trust-field.tsx'
import { WhatField } from './what-field.tsx'
import { WhenField } from './when-field.tsx'
import type { People } from './use-people.ts'
import { type PolicyPlace, WhereField } from './where-field.tsx'
import { WhoField } from './who-field.tsx'

interface Props {
  readonly statement: JsonObject
  readonly index: number
  readonly count: number
  /** Of a bucket's policy. */
  readonly place: PolicyPlace | undefined
  readonly ownerId: string
  /** Undefined in a policy that RAM attaches to somebody, which says whom it is for. */
  readonly people: People | undefined
  /** In a policy that says whom a role trusts: only who and when can be chosen there. */
  readonly trust?: TrustChoices | undefined
  readonly lit: boolean
  readonly onChange: (statement: JsonObject) => void
  readonly onMove: (by: -1 | 1) => void
  readonly onDuplicate: () => void
  /** Undefined where nothing is kept of a statement that does not count. */
  readonly onDisable: (() => void) | undefined
  readonly onRemove: () => void
}

/** One statement: whether, who, what, where, when. Parts that cannot be shown so are there as JSON. */
export function StatementCard({ statement, index, count, place, ownerId, people, trust, lit, onChange, onMove, onDuplicate, onDisable, onRemove }: Props) {
  const { t } = useTranslation()
  const view = viewOf(statement, place?.bucket ?? '')
  const put = (name: string, value: string | readonly string[] | undefined) => onChange(withElement(statement, name, value))
  const number = index + 1
  const trusted = trust === undefined ? undefined : trustedBy(statement)
  const nameOf = useMemo(() => (trust === undefined ? people?.nameOf : trustNames(trust, t)), [trust, people, t])
  const others = trust === undefined ? view.others : view.others.filter(([name]) => name !== 'Principal' || trusted === undefined)
  return (
    <section className={`statement-card${lit ? ' is-lit' : ''}`} aria-label={t('policy.statement', { number })} data-statement={index} tabIndex={-1}>
      <header>
        <Segmented
          size="small"
          aria-label={t('policy.effect')}
          className={view.effect === 'Deny' ? 'is-deny' : 'is-allow'}
          value={view.effect ?? ''}
          options={[
            { value: 'Allow', label: t('policy.allow') },
            { value: 'Deny', label: t('policy.deny') },
          ]}
          onChange={(effect) => put('Effect', effect)}
        />
        <Input
          size="small"
          variant="borderless"
          className="statement-sid"
          aria-label={t('policy.sid')}
          placeholder={t('policy.sidPlaceholder', { number })}
          value={view.sid ?? ''}
          maxLength={200}
          onChange={(event) => put('Sid', event.target.value === '' ? undefined : event.target.value)}
        />
        <IconButton label={t('policy.moveUp', { number })} icon={<ArrowUp size={14} />} disabledReason={index === 0 ? t('policy.isFirst') : undefined} onClick={() => onMove(-1)} />
        <IconButton label={t('policy.moveDown', { number })} icon={<ArrowDown size={14} />} disabledReason={index === count - 1 ? t('policy.isLast') : undefined} onClick={() => onMove(1)} />
        <IconButton label={t('policy.duplicate', { number })} icon={<Copy size={14} />} onClick={onDuplicate} />
        {onDisable === undefined ? null : <IconButton label={t('policy.disable', { number })} hint={t('policy.disableHint')} icon={<EyeOff size={14} />} onClick={onDisable} />}
        <IconButton label={t('policy.remove', { number })} danger icon={<Trash2 size={14} />} onClick={onRemove} />
      </header>
      <StatementSummary statement={statement} bucket={place?.bucket ?? ''} nameOf={nameOf} trusted={trusted} />
      <div className="statement-fields">
        {people === undefined ? null : <WhoField principals={view.principals} ownerId={ownerId} people={people} onChange={(principals) => put('Principal', principals.length === 0 ? undefined : principals)} />}
        {trust === undefined ? (
          <>
            <WhatField actions={view.actions} level={view.level} denies={view.effect === 'Deny'} onChange={(actions) => put('Action', actions)} onDenyAll={() => onChange(withElement(withElement(statement, 'Effect', 'Deny'), 'Action', levelActions.full))} />
            <WhereField places={view.places} place={place} onChange={(resources) => put('Resource', resources)} />
          </>
        ) : trusted === undefined ? null : (
          <TrustField trusted={trusted} choices={trust} onChange={(names) => onChange(withTrusted(statement, names))} />
        )}
        <WhenField conditions={view.conditions} isTrust={trust !== undefined} onChange={(rows) => onChange(withConditions(statement, rows))} />
        {others.map(([name, value]) => (
          <div className="statement-field" key={name}>
            <span className="statement-label is-mono">{name}</span>
            <div>
              <pre className="statement-json">{printJson(value, '')}</pre>
              <p className="form-hint">{t('policy.onlyJson')}</p>
            </div>
          </div>
        ))}
      </div>
    </section>
  )
}
