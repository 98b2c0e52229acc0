import { Button, Spin } from 'antd'
import { ClockArrowDown, TriangleAlert } from 'lucide-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { ListingProgress } from '../../../electron/contract/listings.ts'
import { useFormat } from '../../ui/use-format.ts'
import { useNavigationApi, type Place } from '../navigation/index.ts'
import { useNotices } from '../notices/index.ts'
import { useRestores } from './store.ts'

interface Props {
  readonly place: Place & { readonly momentMs: number }
  readonly progress: ListingProgress | undefined
}

/** Back in the present, what was refused in the past is not true any more. */
function forgetRefusals(): void {
  const { dismiss, notices } = useNotices.getState()
  for (const notice of notices) if (notice.kind === 'info' && notice.text === 'asOf.lockedReason') dismiss(notice.id)
}

/** Says above the list, in so many words, that this is not how it is now, and leads back. */
export function AsOfBar({ place, progress }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const navigation = useNavigationApi()
  const start = useRestores((state) => state.start)
  const { profileId, bucket, prefix, momentMs } = place
  useEffect(() => forgetRefusals, [])
  const asOf = progress?.asOf?.momentMs === momentMs ? progress.asOf : undefined
  return (
    <section className="as-of-bar" aria-label={t('asOf.bar.label')} data-testid="as-of-bar">
      <div className="as-of-line">
        <ClockArrowDown size={16} aria-hidden />
        <strong>{t('asOf.bar.title', { moment: format.exactTime(momentMs) })}</strong>
        <span className="as-of-read-only">{t('asOf.bar.readOnly')}</span>
        {progress?.state === 'loading' && asOf !== undefined ? (
          <span className="as-of-reading is-late">
            <Spin size="small" /> {t('asOf.bar.reading', { count: asOf.versions })}
          </span>
        ) : null}
        <span className="dock-spacer" />
        <Button size="small" onClick={() => start({ profileId, bucket, prefix, momentMs })}>
          {t('asOf.bar.restore')}
        </Button>
        <Button size="small" type="primary" onClick={() => navigation.getState().open({ profileId, bucket, prefix })}>
          {t('asOf.bar.now')}
        </Button>
      </div>
      <p className="as-of-gone">{t('asOf.bar.gone')}</p>
      {asOf === undefined || asOf.uncertain === 0 ? null : (
        <div className="as-of-line as-of-uncertain">
          <TriangleAlert size={14} aria-hidden />
          <span>{t('asOf.bar.uncertain', { count: asOf.uncertain })}</span>
        </div>
      )}
    </section>
  )
}
