import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Input, Modal, Segmented, Select, Switch, type InputRef } from 'antd'
import { Search } from 'lucide-react'
import { useContext, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Settings, SettingsState } from '../../../electron/contract/settings.ts'
import { useApi } from '../../bridge/api.tsx'
import { queryKeys } from '../../bridge/query-keys.ts'
import { languages } from '../../ui/i18n/index.ts'
import { useNotices } from '../notices/index.ts'
import { GlobalSpeedLimit, TransferRulesForm } from '../transfers/index.ts'
import { findSettings, sectionNames, type SettingId, type SettingSection } from './catalogue.ts'
import { useSettingsDialogs } from './dialogs.ts'
import { useSettings, useUpdateSettings } from './queries.ts'
import { SettingRow, SettingsSection, ShownSettings } from './setting-row.tsx'
import { StoreSettings } from './store-settings.tsx'

/** All settings in one list, with its parts and a search beside it. */
export function SettingsDialog({ onClose }: { readonly onClose: () => void }) {
  const { t, i18n } = useTranslation()
  const settings = useSettings()
  const asked = useSettingsDialogs((state) => state.setting)
  const body = useRef<HTMLDivElement>(null)
  const search = useRef<InputRef>(null)
  const [query, setQuery] = useState('')
  const shown = findSettings(languages.map((language) => i18n.getFixedT(language)), query)
  // The dialog takes the keyboard for itself as it opens.
  const focusFirst = () => (asked === undefined ? search.current?.focus() : showSetting(asked))
  const goTo = (section: SettingSection) => {
    setQuery('')
    requestAnimationFrame(() => {
      const title = body.current?.querySelector<HTMLElement>(`[data-section=${section}] h2`)
      title?.scrollIntoView({ block: 'start' })
      title?.focus({ preventScroll: true })
    })
  }
  return (
    <Modal open title={t('settings.title')} onCancel={onClose} footer={null} width={820} centered className="settings-dialog" afterOpenChange={(isOpen) => (isOpen ? focusFirst() : undefined)}>
      <div className="settings-layout">
        <div className="settings-side">
          <Input ref={search} size="small" prefix={<Search size={13} aria-hidden />} allowClear aria-label={t('settings.search')} placeholder={t('settings.search')} value={query} onChange={(event) => setQuery(event.target.value)} />
          <nav aria-label={t('settings.sections')}>
            {sectionNames.map((section) => (
              <button key={section} type="button" className="settings-part" onClick={() => goTo(section)}>
                {t(`settings.${section}`)}
              </button>
            ))}
          </nav>
        </div>
        <div className="settings-body" ref={body}>
          <ShownSettings.Provider value={shown}>
            {shown.size === 0 ? <p className="form-hint">{t('settings.noneFound', { query })}</p> : null}
            <AppearanceSettings />
            <WindowSettings />
            <TransferSettings />
            <StoreSettings settings={settings} />
            {asked === undefined ? null : <GoToSetting id={asked} />}
          </ShownSettings.Provider>
        </div>
      </div>
    </Modal>
  )
}

function GoToSetting({ id }: { readonly id: SettingId }) {
  useEffect(() => showSetting(id), [id])
  return null
}

/** Brings a setting into sight, with the keyboard on its field. */
function showSetting(id: SettingId): void {
  const row = document.querySelector<HTMLElement>(`.settings-body [data-setting=${id}]`)
  row?.scrollIntoView({ block: 'center' })
  row?.querySelector<HTMLElement>('input:checked, input, button, [role=combobox]')?.focus()
}

function AppearanceSettings() {
  const { t } = useTranslation()
  const settings = useSettings()
  const update = useUpdateSettings()
  return (
    <SettingsSection id="appearance">
      <SettingRow id="theme">
        <Segmented
          aria-label={t('settings.theme')}
          value={settings.theme}
          onChange={(theme) => update({ theme })}
          options={(['system', 'light', 'dark', 'contrast'] as const).map((value) => ({ value, label: t(`settings.themeOptions.${value}`) }))}
        />
      </SettingRow>
      <SettingRow id="language">
        <Segmented
          aria-label={t('settings.language')}
          value={settings.language}
          onChange={(language) => update({ language })}
          options={[
            { value: 'system' as const, label: t('settings.languageSystem') },
            // A language is named in itself, whatever the window speaks.
            { value: 'en' as const, label: 'English' },
            { value: 'zh-CN' as const, label: '简体中文' },
          ]}
        />
      </SettingRow>
      <SettingRow id="density">
        <Segmented
          aria-label={t('settings.density')}
          value={settings.density}
          onChange={(density) => update({ density })}
          options={(['compact', 'normal', 'comfortable'] as const).map((value) => ({ value, label: t(`settings.densityOptions.${value}`) }))}
        />
      </SettingRow>
      <SettingRow id="shortcuts">
        <Button size="small" onClick={() => useSettingsDialogs.getState().show('shortcuts')}>
          {t('settings.changeShortcuts')}
        </Button>
      </SettingRow>
    </SettingsSection>
  )
}

type SwitchName = { readonly [K in keyof Settings]: Settings[K] extends boolean ? K : never }[keyof Settings]

function SwitchRow({ id, name, hint }: { readonly id: SettingId; readonly name: SwitchName; readonly hint?: string }) {
  const settings = useSettings()
  const update = useUpdateSettings()
  return (
    <SettingRow id={id} htmlFor={`settings-${id}`} {...(hint === undefined ? {} : { hint })}>
      <Switch id={`settings-${id}`} size="small" checked={settings[name]} onChange={(isOn) => update({ [name]: isOn })} />
    </SettingRow>
  )
}

function WindowSettings() {
  const { t } = useTranslation()
  const api = useApi()
  const settings = useSettings()
  const update = useUpdateSettings()
  const hasTray = useQuery({ queryKey: queryKeys.traySupport, queryFn: () => api.app.getTraySupport({}) }).data?.available === true
  return (
    <SettingsSection id="window">
      <SwitchRow id="restoreTabs" name="restoreTabs" />
      <SwitchRow id="startAtLogin" name="startAtLogin" hint={t(hasTray && settings.trayIcon ? 'settings.startsInTray' : 'settings.startsMinimised')} />
      <SettingRow id="closing">
        <Select
          size="small"
          className="form-choice"
          popupMatchSelectWidth={false}
          aria-label={t('settings.closing')}
          value={settings.closeWithTransfers === 'tray' && !hasTray ? 'ask' : settings.closeWithTransfers}
          onChange={(closeWithTransfers) => update({ closeWithTransfers })}
          options={(['ask', 'tray', 'pause'] as const).filter((value) => value !== 'tray' || hasTray).map((value) => ({ value, label: t(`settings.closingOptions.${value}`) }))}
        />
      </SettingRow>
      {hasTray ? <SwitchRow id="tray" name="trayIcon" /> : <SettingRow id="tray" hint={t('settings.noTray')}><Switch size="small" aria-label={t('settings.tray')} checked={false} disabled /></SettingRow>}
      <SwitchRow id="notify" name="notifyTransfers" />
      <SwitchRow id="confirmRecoverable" name="confirmRecoverable" hint={t('settings.confirmHint')} />
    </SettingsSection>
  )
}

function TransferSettings() {
  const { t } = useTranslation()
  const settings = useSettings()
  const update = useUpdateSettings()
  const shown = useContext(ShownSettings)
  return (
    <SettingsSection id="transfers">
      <DownloadFolder />
      <SettingRow id="downloadConflict">
        <Select
          size="small"
          popupMatchSelectWidth={false}
          aria-label={t('settings.downloadConflict')}
          value={settings.downloadConflict}
          onChange={(downloadConflict) => update({ downloadConflict })}
          options={(['keepBoth', 'skip', 'skipIdentical', 'newer', 'overwrite'] as const).map((value) => ({ value, label: t(`settings.downloadConflictOptions.${value}`) }))}
        />
      </SettingRow>
      <SettingRow id="speedLimit">
        <GlobalSpeedLimit />
      </SettingRow>
      {shown.has('hours') ? (
        <div data-setting="hours">
          <TransferRulesForm />
        </div>
      ) : null}
    </SettingsSection>
  )
}

function DownloadFolder() {
  const { t } = useTranslation()
  const api = useApi()
  const client = useQueryClient()
  const { downloadFolder } = useSettings()
  const reportError = useNotices((state) => state.reportError)
  const set = useMutation({
    mutationFn: (to: 'chosen' | 'asked') => api.settings.setDownloadFolder({ to }),
    onSuccess: (settings) => client.setQueryData<SettingsState>(queryKeys.settings, (state) => ({ ...state, settings })),
    onError: reportError,
  })
  return (
    <SettingRow id="downloadFolder" hint={downloadFolder === null ? t('settings.downloadAsked') : <span className="is-mono setting-path">{downloadFolder}</span>}>
      <span className="form-controls">
        <Button size="small" loading={set.isPending} onClick={() => set.mutate('chosen')}>
          {t('settings.chooseFolder')}
        </Button>
        {downloadFolder === null ? null : (
          <Button size="small" disabled={set.isPending} onClick={() => set.mutate('asked')}>
            {t('settings.askEachTime')}
          </Button>
        )}
      </span>
    </SettingRow>
  )
}
