import { Segmented } from 'antd'
import { CircleAlert } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { readPolicy } from '../../../storage-core/policy/parse-policy.ts'
import { JsonEditor } from './json-editor.tsx'
import { problemText } from './model/problem-text.ts'
import { printRawPolicy, readRawPolicy } from './model/raw-policy.ts'
import type { TrustChoices } from './trust-field.tsx'
import { StatementList } from './statement-list.tsx'

interface Props {
  /** What RAM attaches to somebody, what a session is narrowed by, or whom a role trusts. */
  readonly kind: 'ram' | 'session' | 'trust'
  readonly text: string
  /** For a policy that says whom a role trusts, those who can be picked. */
  readonly trust?: TrustChoices | undefined
  /** Absent for a document that is only shown. */
  readonly onChange?: ((text: string) => void) | undefined
}

/** True for a document that the store takes. */
export function isTaken(kind: Props['kind'], text: string): boolean {
  return readPolicy(text, { kind }).document !== undefined
}

/** A policy document of RAM, in words or as JSON, with what the store would say of it. */
export function DocumentEditor({ kind, text, trust, onChange }: Props) {
  const { t } = useTranslation()
  const reading = readRawPolicy(text)
  const isVisual = kind !== 'trust' || trust !== undefined
  const canBeShown = isVisual && onChange !== undefined && reading.policy !== undefined
  const [side, setSide] = useState<'visual' | 'json'>('visual')
  const problems = text.trim() === '' ? [] : (readPolicy(text, { kind }).problems ?? [])
  return (
    <div className="document-editor">
      {!isVisual || onChange === undefined ? null : (
        <Segmented
          size="small"
          aria-label={t('policy.side')}
          value={canBeShown ? side : 'json'}
          options={[
            { value: 'visual', label: t('policy.visual'), disabled: !canBeShown },
            { value: 'json', label: 'JSON' },
          ]}
          onChange={setSide}
        />
      )}
      {canBeShown && side === 'visual' ? (
        <StatementList
          statements={reading.policy.statements}
          disabled={undefined}
          place={undefined}
          ownerId=""
          people={undefined}
          trust={trust}
          lit={undefined}
          onChange={(change) => onChange(printRawPolicy({ ...reading.policy, statements: change(reading.policy.statements) }))}
        />
      ) : (
        // What cannot be changed is shown as what does not differ from itself.
        <JsonEditor label={t('policy.json')} text={text} onChange={onChange} before={onChange === undefined ? text : undefined} />
      )}
      {problems.length === 0 ? null : (
        <ul className="finding-list" aria-label={t('policy.findings')}>
          {problems.map(({ message }, index) => (
            <li className="finding" key={`${String(index)} ${message}`} title={t('policy.asOssSays', { message })}>
              <CircleAlert size={15} className="is-danger" aria-hidden />
              <span>{problemText(message, t) ?? message}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
