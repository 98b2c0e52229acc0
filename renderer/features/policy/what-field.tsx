import { Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { actions as ossActions } from '../../../storage-core/policy/actions.ts'
import { type AccessLevel, levelActions } from './model/levels.ts'

interface Props {
  readonly actions: readonly string[] | undefined
  readonly level: AccessLevel | undefined
  readonly onChange: (actions: readonly string[]) => void
}

const levels = ['read', 'readAndList', 'readWrite', 'full', 'custom'] as const

/** What a statement is about: one of the usual levels, or any choice of actions. */
export function WhatField({ actions, level, onChange }: Props) {
  const { t } = useTranslation()
  // The actions of a level can be looked at one by one, without changing any.
  const [isOpened, setOpened] = useState(false)
  const usual = level === 'custom' || isOpened ? undefined : level
  const byScope = (scope: 'bucket' | 'object') =>
    Object.entries(ossActions)
      .filter(([, row]) => row.scope === scope)
      .map(([value]) => ({ value, label: value.slice('oss:'.length) }))
  return (
    <div className="statement-field">
      <span className="statement-label">{t('policy.what')}</span>
      <div className="statement-lines">
        <Select
          size="small"
          aria-label={t('policy.level')}
          {...(level === undefined ? {} : { value: usual ?? ('custom' as const) })}
          options={levels.map((value) => ({ value, label: t(`policy.levels.${value}`) }))}
          onChange={(chosen: AccessLevel) => {
            setOpened(chosen === 'custom')
            if (chosen !== 'custom') onChange(levelActions[chosen])
          }}
        />
        {usual === undefined ? (
          <Select
            mode="tags"
            size="small"
            aria-label={t('policy.actions')}
            placeholder={t('policy.actionsPlaceholder')}
            value={[...(actions ?? [])]}
            tokenSeparators={[',', ' ', '\n']}
            status={actions?.length === 0 ? 'error' : ''}
            options={[
              { label: t('policy.onObjects'), options: byScope('object') },
              { label: t('policy.onBucket'), options: byScope('bucket') },
            ]}
            onChange={(chosen: string[]) => onChange(chosen.map((name) => (name.includes(':') || name === '*' ? name : `oss:${name}`)))}
          />
        ) : (
          <p className="form-hint">{t(`policy.levelHints.${usual}`)}</p>
        )}
      </div>
    </div>
  )
}
