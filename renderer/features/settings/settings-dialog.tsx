import { useQuery } from '@tanstack/react-query'
import { Button, Form, InputNumber, Modal, Segmented, Select, Switch } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Settings } from '../../../electron/contract/schemas.ts'
import { useApi } from '../../bridge/api.tsx'
import { queryKeys } from '../../bridge/query-keys.ts'
import { LocalStoreActions, useRestartStore } from '../store/index.ts'
import { GlobalSpeedLimit, TransferRulesForm } from '../transfers/index.ts'
import { useSettingsDialogs } from './dialogs.ts'
import { useSettings, useUpdateSettings } from './queries.ts'

/** Regions of OSS's public cloud that make sense as the label of a local store; signatures only need both sides to agree. */
const regions = [
  'cn-hangzhou', 'cn-shanghai', 'cn-nanjing', 'cn-qingdao', 'cn-beijing', 'cn-zhangjiakou', 'cn-huhehaote', 'cn-wulanchabu',
  'cn-shenzhen', 'cn-heyuan', 'cn-guangzhou', 'cn-chengdu', 'cn-hongkong', 'us-west-1', 'us-east-1', 'ap-northeast-1',
  'ap-northeast-2', 'ap-southeast-1', 'ap-southeast-3', 'ap-southeast-5', 'ap-southeast-6', 'ap-southeast-7', 'eu-central-1',
  'eu-west-1', 'me-east-1', 'me-central-1',
] as const

export function SettingsDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation()
  const settings = useSettings()
  return (
    <Modal open title={t('settings.title')} onCancel={onClose} footer={null} width={520} centered>
      <AppearanceForm />
      <TransferForm />
      <StoreForm settings={settings} />
    </Modal>
  )
}

function AppearanceForm() {
  const { t } = useTranslation()
  const settings = useSettings()
  const update = useUpdateSettings()
  return (
    <section className="form-section" aria-label={t('settings.appearance')}>
      <h3 className="section-title">{t('settings.appearance')}</h3>
      <div className="form-row">
        <span>{t('settings.theme')}</span>
        <Segmented
          aria-label={t('settings.theme')}
          value={settings.theme}
          onChange={(theme) => update({ theme })}
          options={(['system', 'light', 'dark', 'contrast'] as const).map((value) => ({ value, label: t(`settings.themeOptions.${value}`) }))}
        />
      </div>
      <div className="form-row">
        <span>{t('settings.language')}</span>
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
      </div>
      <div className="form-row">
        <span>{t('settings.density')}</span>
        <Segmented
          aria-label={t('settings.density')}
          value={settings.density}
          onChange={(density) => update({ density })}
          options={(['compact', 'normal', 'comfortable'] as const).map((value) => ({ value, label: t(`settings.densityOptions.${value}`) }))}
        />
      </div>
      <div className="form-row">
        <span>{t('settings.shortcuts')}</span>
        <Button size="small" onClick={() => useSettingsDialogs.getState().show('shortcuts')}>
          {t('settings.changeShortcuts')}
        </Button>
      </div>
    </section>
  )
}

function TransferForm() {
  const { t } = useTranslation()
  const api = useApi()
  const settings = useSettings()
  const update = useUpdateSettings()
  const hasTray = useQuery({ queryKey: queryKeys.traySupport, queryFn: () => api.app.getTraySupport({}) }).data?.available === true
  return (
    <section className="form-section">
      <h3 className="section-title">{t('transfers.title')}</h3>
      <div className="form-row">
        <span>{t('transfers.speedLimit')}</span>
        <GlobalSpeedLimit />
      </div>
      <TransferRulesForm />
      <div className="form-row">
        <span>{t('settings.downloadConflict')}</span>
        <Select
          size="small"
          popupMatchSelectWidth={false}
          aria-label={t('settings.downloadConflict')}
          value={settings.downloadConflict}
          onChange={(downloadConflict) => update({ downloadConflict })}
          options={(['keepBoth', 'skip', 'skipIdentical', 'newer', 'overwrite'] as const).map((value) => ({ value, label: t(`settings.downloadConflictOptions.${value}`) }))}
        />
      </div>
      <div className="form-row">
        <label htmlFor="settings-notify">{t('settings.notify')}</label>
        <Switch id="settings-notify" size="small" checked={settings.notifyTransfers} onChange={(notifyTransfers) => update({ notifyTransfers })} />
      </div>
      {hasTray ? (
        <div className="form-row">
          <label htmlFor="settings-tray">{t('settings.tray')}</label>
          <Switch id="settings-tray" size="small" checked={settings.trayIcon} onChange={(trayIcon) => update({ trayIcon })} />
        </div>
      ) : null}
      <div className="form-row">
        <span>{t('settings.closing')}</span>
        <Select
          className="form-choice"
          popupMatchSelectWidth={false}
          aria-label={t('settings.closing')}
          value={settings.closeWithTransfers === 'tray' && !hasTray ? 'ask' : settings.closeWithTransfers}
          onChange={(closeWithTransfers) => update({ closeWithTransfers })}
          options={(['ask', 'tray', 'pause'] as const).filter((value) => value !== 'tray' || hasTray).map((value) => ({ value, label: t(`settings.closingOptions.${value}`) }))}
        />
      </div>
    </section>
  )
}

function StoreForm({ settings }: { readonly settings: Settings }) {
  const { t } = useTranslation()
  const restart = useRestartStore()
  const [port, setPort] = useState(settings.storePort)
  const [region, setRegion] = useState(settings.storeRegion)
  const changed = port !== settings.storePort || region !== settings.storeRegion
  const apply = () => restart.mutate({ port, ...(region === settings.storeRegion ? {} : { region }) })
  return (
    <section className="form-section" aria-label={t('settings.store')}>
      <h3 className="section-title">{t('settings.store')}</h3>
      <Form layout="vertical" requiredMark={false} onFinish={apply}>
        <div className="form-columns">
          <Form.Item label={t('settings.port')} extra={t('settings.portHint')} htmlFor="settings-port">
            <InputNumber id="settings-port" min={0} max={65_535} precision={0} value={port} onChange={(value) => setPort(value ?? 0)} />
          </Form.Item>
          <Form.Item label={t('settings.region')} extra={t('settings.regionHint')} htmlFor="settings-region">
            <Select id="settings-region" showSearch value={region} onChange={setRegion} options={regions.map((value) => ({ value, label: value }))} />
          </Form.Item>
        </div>
        <div className="form-actions">
          <LocalStoreActions />
          <Button type="primary" htmlType="submit" disabled={!changed} loading={restart.isPending}>
            {t('settings.apply')}
          </Button>
        </div>
        {changed ? <div className="form-hint">{t('settings.restartWarning')}</div> : null}
      </Form>
    </section>
  )
}
