import { createContext, useContext, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { settingLabel, settingSections, type SettingId, type SettingSection } from './catalogue.ts'

/** The settings that are shown now: all of them, or what was looked for. */
export const ShownSettings = createContext<ReadonlySet<SettingId>>(new Set())

interface RowProps {
  readonly id: SettingId
  /** What it means, below its name. */
  readonly hint?: ReactNode
  /** Of its one field, so that its name belongs to that. */
  readonly htmlFor?: string
  readonly children: ReactNode
}

export function SettingRow({ id, hint, htmlFor, children }: RowProps) {
  const { t } = useTranslation()
  const shown = useContext(ShownSettings)
  if (!shown.has(id)) return null
  const label = settingLabel(t, id)
  return (
    <div className="form-row setting-line" data-setting={id}>
      <span className="setting-what">
        {htmlFor === undefined ? <span>{label}</span> : <label htmlFor={htmlFor}>{label}</label>}
        {hint === undefined ? null : <span className="form-row-hint">{hint}</span>}
      </span>
      {children}
    </div>
  )
}

export function SettingsSection({ id, children }: { readonly id: SettingSection; readonly children: ReactNode }) {
  const { t } = useTranslation()
  const shown = useContext(ShownSettings)
  const ids: readonly SettingId[] = settingSections[id]
  if (!ids.some((one) => shown.has(one))) return null
  return (
    <section className="form-section" aria-label={t(`settings.${id}`)} data-section={id}>
      <h2 className="section-title" tabIndex={-1}>
        {t(`settings.${id}`)}
      </h2>
      {children}
    </section>
  )
}
