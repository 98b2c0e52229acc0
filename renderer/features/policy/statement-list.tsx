import { Button, Dropdown } from 'antd'
import { Eye, LayoutTemplate, Plus, Trash2 } from 'lucide-react'
import { Fragment, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { DisabledStatement } from '../../../electron/contract/policy-notes.ts'
import type { JsonObject, JsonValue } from '../../../storage-core/policy/strict-json.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { readDisabled } from './model/draft.ts'
import { resourceOf } from './model/statement-view.ts'
import { type TemplateName, templateNames, templateStatements } from './model/templates.ts'
import type { TrustChoices } from './trust-field.tsx'
import { withTrusted } from './model/trust.ts'
import { StatementCard } from './statement-card.tsx'
import { StatementSummary } from './statement-summary.tsx'
import type { People } from './use-people.ts'
import type { PolicyPlace } from './where-field.tsx'

interface Props {
  readonly statements: readonly JsonObject[]
  /** Those that are switched off, and what can be done with them; undefined where none can be. */
  readonly disabled: { readonly list: readonly DisabledStatement[]; readonly disable: (index: number) => void; readonly enable: (index: number) => void; readonly remove: (index: number) => void } | undefined
  /** Of a bucket's policy; templates are for those. */
  readonly place: PolicyPlace | undefined
  readonly ownerId: string
  readonly people: People | undefined
  /** In a policy that says whom a role trusts. */
  readonly trust?: TrustChoices | undefined
  /** The statement that something else is about. */
  readonly lit: number | undefined
  readonly onChange: (change: (statements: readonly JsonObject[]) => readonly JsonObject[]) => void
}

/** The statements of a policy in their order, and the ways to more of them. */
export function StatementList({ statements, disabled, place, ownerId, people, trust, lit, onChange }: Props) {
  const { t } = useTranslation()
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (lit !== undefined) list.current?.querySelector(`[data-statement="${String(lit)}"]`)?.scrollIntoView({ block: 'nearest' })
  }, [lit])
  /** The statement to go on with by keyboard: what was pressed is gone when it was the first one, or the one taken out. */
  const next = useRef<number>(undefined)
  useEffect(() => {
    const wanted = next.current
    next.current = undefined
    if (wanted === undefined || list.current?.contains(document.activeElement) === true) return
    const card = list.current?.querySelector<HTMLElement>(`[data-statement="${String(Math.min(wanted, statements.length - 1))}"]`)
    ;(card ?? list.current?.querySelector<HTMLElement>('.statement-add button'))?.focus()
  }, [statements])
  const add = (added: readonly JsonObject[]) => {
    next.current = statements.length
    onChange((all) => [...all, ...added])
  }
  const bucket = place?.bucket ?? ''
  const addTemplate = (name: TemplateName) => add(templateStatements(name, { bucket, folder: '', principals: [], networks: [] }))
  const addEmpty = () =>
    add([
      trust === undefined ? new Map<string, JsonValue>([
        ['Effect', 'Allow'],
        ['Action', ['oss:GetObject']],
        ['Resource', [place === undefined ? '*' : resourceOf('allObjects', bucket)]],
      ]) : withTrusted(new Map<string, JsonValue>([['Effect', 'Allow'], ['Action', 'sts:AssumeRole']]), [`acs:ram::${trust.accountId}:root`]),
    ])
  /** Those that stand before a statement, or behind the last one. */
  const disabledAt = (before: number | undefined) =>
    disabled?.list.map((entry, index) =>
      (before === undefined ? entry.at >= statements.length : entry.at === before) ? (
        <DisabledCard key={`${String(index)} ${entry.text}`} entry={entry} bucket={bucket} nameOf={people?.nameOf} onEnable={() => disabled.enable(index)} onRemove={() => disabled.remove(index)} />
      ) : null,
    )
  return (
    <div className="statement-list" ref={list}>
      {statements.length === 0 && place !== undefined && disabled?.list.length === 0 ? (
        <div className="policy-empty">
          <h3>{t('policy.empty')}</h3>
          <p>{t('policy.emptyHint')}</p>
          <ul className="template-list">
            {templateNames.map((name) => (
              <li key={name}>
                <button type="button" className="template-card" onClick={() => addTemplate(name)}>
                  <strong>{t(`policy.templateTitles.${name}`)}</strong>
                  <span>{t(`policy.templateHints.${name}`)}</span>
                </button>
              </li>
            ))}
          </ul>
        </div>
      ) : null}
      {statements.map((statement, index) => (
        // Statements have no name of their own; a moved one is drawn anew.
        <Fragment key={index}>
          {disabledAt(index)}
        <StatementCard
          statement={statement}
          index={index}
          count={statements.length}
          place={place}
          ownerId={ownerId}
          people={people}
          trust={trust}
          lit={lit === index}
          onChange={(changed) => onChange((all) => all.map((each, at) => (at === index ? changed : each)))}
          onMove={(by) => onChange((all) => moved(all, index, index + by))}
          onDuplicate={() => onChange((all) => [...all.slice(0, index + 1), statement, ...all.slice(index + 1)])}
          onDisable={disabled === undefined ? undefined : () => disabled.disable(index)}
          onRemove={() => {
            next.current = index
            onChange((all) => all.filter((_, at) => at !== index))
          }}
        />
        </Fragment>
      ))}
      {disabledAt(undefined)}
      <div className="statement-add">
        <Button size="small" icon={<Plus size={13} />} onClick={addEmpty}>
          {t('policy.add')}
        </Button>
        {statements.length === 0 || place === undefined ? null : (
          <Dropdown
            trigger={['click']}
            autoFocus
            menu={{
              items: templateNames.map((name) => ({ key: name, label: t(`policy.templateTitles.${name}`) })),
              onClick: ({ key }) => {
                const name = templateNames.find((each) => each === key)
                if (name !== undefined) addTemplate(name)
              },
            }}
          >
            <Button size="small" icon={<LayoutTemplate size={13} />}>
              {t('policy.fromTemplate')}
            </Button>
          </Dropdown>
        )}
      </div>
    </div>
  )
}

/** A statement that is kept here and does not count. */
function DisabledCard({ entry, bucket, nameOf, onEnable, onRemove }: { readonly entry: DisabledStatement; readonly bucket: string; readonly nameOf: People['nameOf'] | undefined; readonly onEnable: () => void; readonly onRemove: () => void }) {
  const { t } = useTranslation()
  const statement = readDisabled(entry)
  const sid = statement?.get('Sid')
  const name = typeof sid === 'string' ? sid : t('policy.disabledUnnamed')
  return (
    <section className="statement-card is-disabled" aria-label={t('policy.disabledNamed', { name })}>
      <header>
        <span className="statement-off">{t('policy.disabled')}</span>
        <span className="statement-off-name">{name}</span>
        <IconButton label={t('policy.enable', { name })} icon={<Eye size={14} />} onClick={onEnable} />
        <IconButton label={t('policy.removeDisabled', { name })} danger icon={<Trash2 size={14} />} onClick={onRemove} />
      </header>
      {statement === undefined ? null : <StatementSummary statement={statement} bucket={bucket} nameOf={nameOf} />}
    </section>
  )
}

function moved(all: readonly JsonObject[], from: number, to: number): readonly JsonObject[] {
  const statement = all[from]
  if (statement === undefined) return all
  return all.filter((_, at) => at !== from).toSpliced(to, 0, statement)
}
