import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { useApi } from '../../bridge/api.tsx'
import { queryKeys } from '../../bridge/query-keys.ts'
import { useFormat } from '../../ui/use-format.ts'
import { useNotices } from '../notices/index.ts'

const kibibyte = 1024
const mebibyte = 1024 * kibibyte
const steps = [256 * kibibyte, 512 * kibibyte, mebibyte, 2 * mebibyte, 5 * mebibyte, 10 * mebibyte, 20 * mebibyte, 50 * mebibyte, 100 * mebibyte]

interface Props {
  readonly label: string
  /** Bytes a second; null for no limit. */
  readonly value: number | null
  readonly onChange: (bytesPerSecond: number | null) => void
}

/** A limit in usual steps. */
export function SpeedLimitSelect({ label, value, onChange }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const offered = value === null || steps.includes(value) ? steps : [...steps, value].toSorted((a, b) => a - b)
  return (
    <Select
      size="small"
      className="speed-limit"
      popupMatchSelectWidth={false}
      aria-label={label}
      value={value ?? 0}
      onChange={(bytesPerSecond) => onChange(bytesPerSecond === 0 ? null : bytesPerSecond)}
      options={[
        { value: 0, label: t('transfers.noSpeedLimit') },
        ...offered.map((bytes) => ({ value: bytes, label: t('transfers.atMost', { speed: t('transfers.speed', { size: format.bytes(bytes) }) }) })),
      ]}
    />
  )
}

/** The limit of all transfers together. */
export function GlobalSpeedLimit() {
  const { t } = useTranslation()
  const api = useApi()
  const client = useQueryClient()
  const reportError = useNotices((state) => state.reportError)
  const limit = useQuery({ queryKey: queryKeys.speedLimit, queryFn: ({ signal }) => api.transfers.getSpeedLimit({}, { signal }) })
  const change = useMutation({
    mutationFn: (bytesPerSecond: number | null) => api.transfers.setSpeedLimit({ bytesPerSecond }),
    onError: reportError,
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.speedLimit }),
  })
  if (limit.data === undefined) return null
  return <SpeedLimitSelect label={t('transfers.speedLimit')} value={change.isPending ? change.variables : limit.data.bytesPerSecond} onChange={change.mutate} />
}
