import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Select } from 'antd'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { useApi } from '../../../bridge/api.tsx'
import { queryKeys } from '../../../bridge/query-keys.ts'
import { useFormat, type Format } from '../../../ui/use-format.ts'
import { useNotices } from '../../notices/index.ts'

const kibibyte = 1024
const mebibyte = 1024 * kibibyte
const steps = [256 * kibibyte, 512 * kibibyte, mebibyte, 2 * mebibyte, 5 * mebibyte, 10 * mebibyte, 20 * mebibyte, 50 * mebibyte, 100 * mebibyte]

/** Limits in usual steps, and the present one; null for none. */
export function speedLimitSteps(present: number | null): readonly (number | null)[] {
  return [null, ...(present === null || steps.includes(present) ? steps : [...steps, present].toSorted((a, b) => a - b))]
}

export function speedLimitText(limit: number | null, t: TFunction, format: Format): string {
  return limit === null ? t('transfers.noSpeedLimit') : t('transfers.atMost', { speed: t('transfers.speed', { size: format.bytes(limit) }) })
}

/** The limit of all transfers together. */
export function GlobalSpeedLimit() {
  const { t } = useTranslation()
  const api = useApi()
  const client = useQueryClient()
  const format = useFormat()
  const reportError = useNotices((state) => state.reportError)
  const limit = useQuery({ queryKey: queryKeys.speedLimit, queryFn: ({ signal }) => api.transfers.getSpeedLimit({}, { signal }) })
  const change = useMutation({
    mutationFn: (bytesPerSecond: number | null) => api.transfers.setSpeedLimit({ bytesPerSecond }),
    onError: reportError,
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.speedLimit }),
  })
  if (limit.data === undefined) return null
  const value = change.isPending ? change.variables : limit.data.bytesPerSecond
  return (
    <Select
      size="small"
      className="speed-limit"
      popupMatchSelectWidth={false}
      aria-label={t('transfers.speedLimit')}
      value={value ?? 0}
      onChange={(bytesPerSecond) => change.mutate(bytesPerSecond === 0 ? null : bytesPerSecond)}
      options={speedLimitSteps(value).map((step) => ({ value: step ?? 0, label: speedLimitText(step, t, format) }))}
    />
  )
}
