import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { ConnectionLimits, TransferHours } from '../../../electron/contract/transfer-rules.ts'
import { useApi } from '../../bridge/api.tsx'
import { queryKeys } from '../../bridge/query-keys.ts'
import { useFormat } from '../../ui/use-format.ts'
import { useNotices } from '../notices/index.ts'
import { speedLimitSteps, speedLimitText } from './dock/speed-limit.tsx'

const stepMinutes = 30
const usualHours: TransferHours = { fromMinute: 22 * 60, toMinute: 7 * 60 }
const streamSteps = [1, 2, 4, 8, 16, 32] as const
const clockText = (minute: number): string => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

function useRules() {
  const api = useApi()
  const client = useQueryClient()
  const reportError = useNotices((state) => state.reportError)
  const rules = useQuery({ queryKey: queryKeys.transferRules, queryFn: ({ signal }) => api.transfers.getRules({}, { signal }) }).data
  const change = useMutation({
    mutationFn: (run: () => Promise<void>) => run(),
    onError: reportError,
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.transferRules }),
  })
  return {
    rules,
    setHours: (hours: TransferHours | null) => change.mutate(() => api.transfers.setHours({ hours })),
    setLimits: (limits: ConnectionLimits) => change.mutate(() => api.transfers.setConnectionLimits(limits)),
  }
}

/** When transfers may run, and what each connection may move. */
export function TransferRulesForm() {
  const { t } = useTranslation()
  const api = useApi()
  const { rules, setHours, setLimits } = useRules()
  const profiles = useQuery({ queryKey: queryKeys.profiles, queryFn: ({ signal }) => api.profiles.listProfiles({}, { signal }) }).data?.profiles ?? []
  if (rules === undefined) return null
  const { hours } = rules
  return (
    <>
      <div className="form-row">
        <span>{t('transfers.hours.title')}</span>
        <span className="form-controls">
          <Select
            size="small"
            popupMatchSelectWidth={false}
            aria-label={t('transfers.hours.title')}
            value={hours === null ? 'any' : 'between'}
            onChange={(choice) => setHours(choice === 'any' ? null : usualHours)}
            options={(['any', 'between'] as const).map((value) => ({ value, label: t(`transfers.hours.${value}`) }))}
          />
          {hours === null ? null : (
            <>
              <MinuteSelect label={t('transfers.hours.from')} value={hours.fromMinute} onChange={(fromMinute) => setHours({ ...hours, fromMinute })} />
              <MinuteSelect label={t('transfers.hours.to')} value={hours.toMinute} onChange={(toMinute) => setHours({ ...hours, toMinute })} />
            </>
          )}
        </span>
      </div>
      <div className="form-limits">
        {profiles.map(({ profileId, name }) => {
          const limits = rules.connections.find((one) => one.profileId === profileId) ?? { profileId, bytesPerSecond: null, streams: null }
          return <ConnectionRow key={profileId} name={name} limits={limits} onChange={setLimits} />
        })}
      </div>
    </>
  )
}

function MinuteSelect({ label, value, onChange }: { readonly label: string; readonly value: number; readonly onChange: (minute: number) => void }) {
  const usual = Array.from({ length: (24 * 60) / stepMinutes }, (_, step) => step * stepMinutes)
  const offered = usual.includes(value) ? usual : [...usual, value].toSorted((a, b) => a - b)
  return <Select size="small" aria-label={label} value={value} onChange={onChange} options={offered.map((minute) => ({ value: minute, label: clockText(minute) }))} />
}

function ConnectionRow({ name, limits, onChange }: { readonly name: string; readonly limits: ConnectionLimits; readonly onChange: (limits: ConnectionLimits) => void }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { bytesPerSecond, streams } = limits
  return (
    <div className="form-row">
      <span className="form-name" title={name}>
        {t('transfers.limitsOf', { name })}
      </span>
      <span className="form-controls">
        <Select
          size="small"
          popupMatchSelectWidth={false}
          aria-label={t('transfers.connectionSpeed', { name })}
          value={bytesPerSecond ?? 0}
          onChange={(value) => onChange({ ...limits, bytesPerSecond: value === 0 ? null : value })}
          options={speedLimitSteps(bytesPerSecond).map((step) => ({ value: step ?? 0, label: speedLimitText(step, t, format) }))}
        />
        <Select
          size="small"
          popupMatchSelectWidth={false}
          aria-label={t('transfers.connectionStreams', { name })}
          value={streams ?? 0}
          onChange={(value) => onChange({ ...limits, streams: value === 0 ? null : value })}
          options={[
            { value: 0, label: t('transfers.anyStreams') },
            ...[...new Set([...streamSteps, ...(streams === null ? [] : [streams])])].toSorted((a, b) => a - b).map((count) => ({ value: count, label: t('transfers.streams', { count }) })),
          ]}
        />
      </span>
    </div>
  )
}
