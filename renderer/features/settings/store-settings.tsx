import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, InputNumber, Select } from 'antd'
import { useContext, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ChosenDataFolder, Settings } from '../../../electron/contract/settings.ts'
import { useApi, useCopyText } from '../../bridge/api.tsx'
import { toCallError } from '../../bridge/call-error.ts'
import { queryKeys } from '../../bridge/query-keys.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { LocalStoreActions, localProfileId, useRestartStore, useStoreStatus } from '../store/index.ts'
import { appInfoQuery } from './queries.ts'
import { SettingRow, SettingsSection, ShownSettings } from './setting-row.tsx'

/** Regions of OSS's public cloud that make sense as the label of a local store; signatures only need both sides to agree. */
const regions = [
  'cn-hangzhou', 'cn-shanghai', 'cn-nanjing', 'cn-qingdao', 'cn-beijing', 'cn-zhangjiakou', 'cn-huhehaote', 'cn-wulanchabu',
  'cn-shenzhen', 'cn-heyuan', 'cn-guangzhou', 'cn-chengdu', 'cn-hongkong', 'us-west-1', 'us-east-1', 'ap-northeast-1',
  'ap-northeast-2', 'ap-southeast-1', 'ap-southeast-3', 'ap-southeast-5', 'ap-southeast-6', 'ap-southeast-7', 'eu-central-1',
  'eu-west-1', 'me-east-1', 'me-central-1',
] as const

/** What takes effect when the store starts again: where it listens, and where its data is. */
export function StoreSettings({ settings }: { readonly settings: Settings }) {
  const { t } = useTranslation()
  const shown = useContext(ShownSettings)
  const restart = useRestartStore()
  const [port, setPort] = useState(settings.storePort)
  const [region, setRegion] = useState(settings.storeRegion)
  const isChanged = port !== settings.storePort || region !== settings.storeRegion
  const apply = () => restart.mutate({ ...(port === settings.storePort ? {} : { port }), ...(region === settings.storeRegion ? {} : { region }) })
  return (
    <SettingsSection id="store">
      <SettingRow id="port" htmlFor="settings-port" hint={t('settings.portHint')}>
        <InputNumber id="settings-port" size="small" min={0} max={65_535} precision={0} value={port} onChange={(value) => setPort(value ?? 0)} onPressEnter={() => (isChanged ? apply() : undefined)} />
      </SettingRow>
      <SettingRow id="region" htmlFor="settings-region" hint={t('settings.regionHint')}>
        <Select id="settings-region" size="small" className="form-choice" showSearch value={region} onChange={setRegion} options={regions.map((value) => ({ value, label: value }))} />
      </SettingRow>
      {shown.has('port') || shown.has('region') ? (
        <div className="form-row">
          <span className="form-hint">{isChanged ? t('settings.restartWarning') : ''}</span>
          <Button size="small" type="primary" disabled={!isChanged} loading={restart.isPending} onClick={apply}>
            {t('settings.apply')}
          </Button>
        </div>
      ) : null}
      <DataFolder settings={settings} />
    </SettingsSection>
  )
}

/** Where the store's data is. Another folder is named, and what becomes of the data said, before anything happens. */
function DataFolder({ settings }: { readonly settings: Settings }) {
  const { t } = useTranslation()
  const api = useApi()
  const client = useQueryClient()
  const copyText = useCopyText()
  const status = useStoreStatus()
  const isFixed = useQuery(appInfoQuery(api)).data?.storeFolderFixed === true
  const [former, setFormer] = useState('')
  const [chosen, setChosen] = useState<ChosenDataFolder | 'usual' | undefined>()
  const choose = useMutation({
    mutationFn: () => api.store.chooseDataFolder({}),
    onSuccess: (folder) => setChosen(folder ?? undefined),
  })
  const change = useMutation({
    mutationFn: (folderId: string | null) => api.store.setDataFolder({ folderId }),
    onSuccess: async (next) => {
      setChosen(undefined)
      client.setQueryData(queryKeys.storeStatus, next)
      await client.invalidateQueries({ queryKey: queryKeys.settings })
      await client.invalidateQueries({ queryKey: queryKeys.bucketsOf(localProfileId) })
    },
  })
  // While it starts again nothing says where it is; what was shown stays.
  const folder = status.state === 'starting' ? former : status.dataFolder
  if (folder !== former) setFormer(folder)
  const error = choose.error ?? change.error
  const isOther = chosen !== undefined && chosen !== 'usual' && chosen.holds === 'other'
  const begin = (next: 'usual' | undefined) => {
    change.reset()
    choose.reset()
    setChosen(next)
    if (next === undefined) choose.mutate()
  }
  return (
    <>
      <SettingRow id="storeFolder" hint={<span className="is-mono setting-path">{folder}</span>}>
        <span className="form-controls">
          <LocalStoreActions size="small" />
          <Button size="small" disabled={isFixed || change.isPending} loading={choose.isPending} title={isFixed ? t('settings.folderFixed') : undefined} onClick={() => begin(undefined)}>
            {t('settings.changeFolder')}
          </Button>
          {settings.storeFolder === null || isFixed ? null : (
            <Button size="small" disabled={change.isPending} onClick={() => begin('usual')}>
              {t('settings.usualFolder')}
            </Button>
          )}
        </span>
      </SettingRow>
      {isFixed ? <p className="form-hint">{t('settings.folderFixed')}</p> : null}
      {chosen === undefined ? null : (
        <div className="setting-question" role="group" aria-label={t('settings.storeFolder')}>
          <p>
            {chosen === 'usual' ? t('settings.toUsual') : chosen.holds === 'store' ? t('settings.toStore', { folder: chosen.folder }) : chosen.holds === 'nothing' ? t('settings.toEmpty', { folder: chosen.folder }) : t('settings.toOther', { folder: chosen.folder })}
          </p>
          {isOther ? null : <p>{t('settings.formerStays', { folder })}</p>}
          <span className="form-buttons">
            {isOther ? (
              <Button size="small" onClick={() => begin(undefined)}>
                {t('settings.changeFolder')}
              </Button>
            ) : (
              <Button size="small" type="primary" loading={change.isPending} onClick={() => change.mutate(chosen === 'usual' ? null : chosen.folderId)}>
                {t('settings.useFolder')}
              </Button>
            )}
            <Button size="small" disabled={change.isPending} onClick={() => setChosen(undefined)}>
              {t('common.cancel')}
            </Button>
          </span>
        </div>
      )}
      {error === null ? null : <ErrorNotice variant="inline" error={toCallError(error)} onCopy={(text) => void copyText(text)} />}
    </>
  )
}
