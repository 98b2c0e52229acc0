import { DatePicker, Input, Segmented, Select } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { LinkDomain, type LinkOptions } from '../../../electron/contract/sharing.ts'
import { useFormat } from '../../ui/use-format.ts'
import { useProfile } from '../profiles/index.ts'
import { linkLimit, presetSeconds } from './link-limit.ts'

export interface LinkDraft {
  /** A preset, or a moment of the user's own. */
  readonly seconds: number
  readonly untilMs: number | undefined
  readonly disposition: 'object' | 'inline' | 'attachment'
  readonly fileName: string
  readonly domain: string
}

export const firstDraft: LinkDraft = { seconds: 3600, untilMs: undefined, disposition: 'object', fileName: '', domain: '' }

/** The options a draft stands for, or undefined while something in it is not valid. */
export function optionsOf({ seconds, untilMs, disposition, fileName, domain }: LinkDraft, mostSeconds: number, nowMs: number): LinkOptions | undefined {
  const expiresSeconds = untilMs === undefined ? Math.min(seconds, mostSeconds) : Math.floor((untilMs - nowMs) / 1000)
  if (expiresSeconds < 1 || expiresSeconds > mostSeconds) return undefined
  if (domain !== '' && !LinkDomain.safeParse(domain).success) return undefined
  return {
    expiresSeconds,
    ...(disposition === 'object' ? {} : { disposition }),
    ...(disposition === 'attachment' && fileName !== '' ? { fileName } : {}),
    ...(domain === '' ? {} : { domain }),
  }
}

interface Props {
  readonly profileId: string
  readonly draft: LinkDraft
  readonly onChange: (draft: LinkDraft) => void
  /** One name for one object only. */
  readonly withFileName: boolean
}

/** How long, as what, and under which domain. */
export function LinkForm({ profileId, draft, onChange, withFileName }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const profile = useProfile(profileId)
  const [nowMs] = useState(() => Date.now())
  const limit = linkLimit(profile ?? { signatureVersion: 'v4' }, nowMs)
  const presets = presetSeconds.filter((seconds) => seconds <= limit.seconds)
  const isCustom = draft.untilMs !== undefined
  const longest = format.duration(limit.seconds)
  const isDomainWrong = draft.domain !== '' && !LinkDomain.safeParse(draft.domain).success
  return (
    <div className="link-form">
      <div className="link-row">
        <label htmlFor="link-expiry">{t('sharing.expiry')}</label>
        <div className="link-field">
          <Select
            id="link-expiry"
            value={isCustom ? 0 : Math.min(draft.seconds, limit.seconds)}
            onChange={(seconds) => onChange({ ...draft, seconds: seconds === 0 ? draft.seconds : seconds, untilMs: seconds === 0 ? Date.now() + Math.min(draft.seconds, limit.seconds) * 1000 : undefined })}
            options={[
              ...presets.map((seconds) => ({ value: seconds as number, label: t('sharing.lasts', { duration: format.duration(seconds) }) })),
              ...(presets.includes(draft.seconds as never) || limit.seconds === 0 ? [] : [{ value: limit.seconds, label: t('sharing.lasts', { duration: longest }) }]),
              { value: 0, label: t('sharing.custom') },
            ]}
          />
          {isCustom ? (
            <DatePicker
              showTime={{ format: 'HH:mm' }}
              format="YYYY-MM-DD HH:mm"
              allowClear={false}
              aria-label={t('sharing.until')}
              value={dayjs(draft.untilMs)}
              minDate={dayjs(nowMs)}
              maxDate={dayjs(nowMs + limit.seconds * 1000)}
              onChange={(date) => onChange({ ...draft, untilMs: date?.valueOf() })}
            />
          ) : null}
          <span className="is-secondary link-hint">{t(`sharing.limit.${limit.because}`, { duration: longest })}</span>
        </div>
      </div>
      <div className="link-row">
        <span id="link-disposition">{t('sharing.opensAs')}</span>
        <div className="link-field">
          <Segmented
            aria-labelledby="link-disposition"
            value={draft.disposition}
            onChange={(disposition) => onChange({ ...draft, disposition })}
            options={(['object', 'inline', 'attachment'] as const).map((value) => ({ value, label: t(`sharing.disposition.${value}`) }))}
          />
          {withFileName && draft.disposition === 'attachment' ? (
            <Input aria-label={t('sharing.fileName')} placeholder={t('sharing.fileName')} maxLength={255} value={draft.fileName} onChange={(event) => onChange({ ...draft, fileName: event.target.value })} />
          ) : null}
        </div>
      </div>
      {profile?.kind === 's3' ? null : (
        <div className="link-row">
          <label htmlFor="link-domain">{t('sharing.domain')}</label>
          <div className="link-field">
            <Input id="link-domain" placeholder={t('sharing.domainHint')} value={draft.domain} status={isDomainWrong ? 'error' : ''} onChange={(event) => onChange({ ...draft, domain: event.target.value.trim() })} />
            {isDomainWrong ? (
              <span className="is-danger link-hint" role="alert">
                {t('sharing.domainWrong')}
              </span>
            ) : null}
          </div>
        </div>
      )}
    </div>
  )
}
