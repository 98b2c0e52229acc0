import { Button, Dropdown } from 'antd'
import { LayoutTemplate, Plus } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { JsonObject, JsonValue } from '../../../storage-core/policy/strict-json.ts'
import { resourceOf } from './model/statement-view.ts'
import { type TemplateName, templateNames, templateStatements } from './model/templates.ts'
import { StatementCard } from './statement-card.tsx'

interface Props {
  readonly statements: readonly JsonObject[]
  readonly bucket: string
  readonly ownerId: string
  /** The statement that something else is about. */
  readonly lit: number | undefined
  readonly onChange: (change: (statements: readonly JsonObject[]) => readonly JsonObject[]) => void
}

/** The statements of a policy in their order, and the ways to more of them. */
export function StatementList({ statements, bucket, ownerId, lit, onChange }: Props) {
  const { t } = useTranslation()
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (lit !== undefined) list.current?.querySelector(`[data-statement="${String(lit)}"]`)?.scrollIntoView({ block: 'nearest' })
  }, [lit])
  const add = (added: readonly JsonObject[]) => onChange((all) => [...all, ...added])
  const addTemplate = (name: TemplateName) => add(templateStatements(name, { bucket, folder: '', principals: [], networks: [] }))
  const addEmpty = () =>
    add([
      new Map<string, JsonValue>([
        ['Effect', 'Allow'],
        ['Action', ['oss:GetObject']],
        ['Resource', [resourceOf('allObjects', bucket)]],
      ]),
    ])
  return (
    <div className="statement-list" ref={list}>
      {statements.length === 0 ? (
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
        <StatementCard
          // Statements have no name of their own; a moved one is drawn anew.
          key={index}
          statement={statement}
          index={index}
          count={statements.length}
          bucket={bucket}
          ownerId={ownerId}
          lit={lit === index}
          onChange={(changed) => onChange((all) => all.map((each, at) => (at === index ? changed : each)))}
          onMove={(by) => onChange((all) => moved(all, index, index + by))}
          onDuplicate={() => onChange((all) => [...all.slice(0, index + 1), statement, ...all.slice(index + 1)])}
          onRemove={() => onChange((all) => all.filter((_, at) => at !== index))}
        />
      ))}
      <div className="statement-add">
        <Button size="small" icon={<Plus size={13} />} onClick={addEmpty}>
          {t('policy.add')}
        </Button>
        {statements.length === 0 ? null : (
          <Dropdown
            trigger={['click']}
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

function moved(all: readonly JsonObject[], from: number, to: number): readonly JsonObject[] {
  const statement = all[from]
  if (statement === undefined) return all
  return all.filter((_, at) => at !== from).toSpliced(to, 0, statement)
}
