import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { formatBytes, formatClockTime, formatDuration, formatExactTime, formatNumber, formatPercent, formatRecentTime, formatTime } from './format.ts'

/** The formatters in the window's language. */
export function useFormat() {
  const { t, i18n } = useTranslation()
  const locale = i18n.language
  return useMemo(
    () => ({
      bytes: (value: number) => formatBytes(value, locale),
      /** `4.2 MB (4,400,312 bytes)`; the bytes alone where they are the short form. */
      bytesAndExact: (value: number) => {
        const exact = t('common.exactBytes', { count: value })
        return value < 1024 ? exact : `${formatBytes(value, locale)} (${exact})`
      },
      number: (value: number) => formatNumber(value, locale),
      time: (timeMs: number) => formatTime(timeMs, Date.now(), locale),
      recentTime: (timeMs: number, nowMs: number) => formatRecentTime(timeMs, nowMs, locale),
      clockTime: (timeMs: number) => formatClockTime(timeMs, locale),
      exactTime: (timeMs: number) => formatExactTime(timeMs, locale),
      duration: (seconds: number) => formatDuration(seconds, locale),
      percent: (fraction: number) => formatPercent(fraction, locale),
    }),
    [locale, t],
  )
}
export type Format = ReturnType<typeof useFormat>
