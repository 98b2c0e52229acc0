import { Select } from 'antd'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type AccessLevel, levelActions } from './model/levels.ts'
import { actionOptions, isActionMeant } from './model/action-words.ts'
import { renderAction } from './action-line.tsx'

interface Props {
  readonly actions: readonly string[] | undefined
  readonly level: AccessLevel | undefined
  readonly denies: boolean
  readonly onChange: (actions: readonly string[]) => void
  readonly onDenyAll: () => void
}

/** Denying everything is a level of its own, which says of a statement that it denies. */
const levels = ['read', 'readAndList', 'readWrite', 'full', 'denyAll', 'custom'] as const

/** What a statement is about: one of the usual levels, or any choice of actions. */
export function WhatField({ actions, level, denies, onChange, onDenyAll }: Props) {
  const { t } = useTranslation()
  // The actions of a level can be looked at one by one, without changing any.
  const [isOpened, setOpened] = useState(false)
  const chosenLevel = level === 'custom' || isOpened ? undefined : level
  const usual = chosenLevel === 'full' && denies ? 'denyAll' : chosenLevel
  const options = useMemo(() => actionOptions(t), [t])
  return (
    <div className="statement-field">
      <span className="statement-label">{t('policy.what')}</span>
      <div className="statement-lines">
        <Select
          size="small"
          aria-label={t('policy.level')}
          {...(level === undefined ? {} : { value: usual ?? ('custom' as const) })}
          options={levels.filter((value) => value !== (denies ? 'full' : undefined)).map((value) => ({ value, label: t(`policy.levels.${value}`) }))}
          onChange={(chosen: (typeof levels)[number]) => {
            setOpened(chosen === 'custom')
            if (chosen === 'denyAll') onDenyAll()
            else if (chosen !== 'custom') onChange(levelActions[chosen])
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
            options={[...options]}
            optionRender={renderAction}
            filterOption={isActionMeant}
            onChange={(chosen: string[]) => onChange(chosen.map((name) => (name.includes(':') || name === '*' ? name : `oss:${name}`)))}
          />
        ) : (
          <p className="form-hint">{t(`policy.levelHints.${usual}`)}</p>
        )}
      </div>
    </div>
  )
}
