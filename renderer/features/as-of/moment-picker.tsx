import { Alert, Button, Skeleton } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { nameOf } from '../../ui/names.ts'
import { useBucketDialogs } from '../buckets/index.ts'
import { useNavigationApi, type Place } from '../navigation/index.ts'
import { MomentField } from './moment-field.tsx'
import { quickMomentMs, quickMoments } from './quick-moments.ts'
import { useKeepsVersions } from './use-keeps-versions.ts'

interface Props {
  readonly place: Place
  readonly onDone: () => void
}

/** Asks for the moment at which to show a place, or says why there is none. */
export function MomentPicker({ place, onDone }: Props) {
  const { t } = useTranslation()
  const { profileId, bucket, prefix, momentMs } = place
  const keeps = useKeepsVersions(profileId, bucket)
  const navigation = useNavigationApi()
  const showVersioning = useBucketDialogs((state) => state.showVersioning)
  const [chosenMs, setChosenMs] = useState(momentMs)
  const [openedMs] = useState(() => Date.now())
  const show = (moment: number | undefined) => {
    onDone()
    navigation.getState().open({ profileId, bucket, prefix, momentMs: moment })
  }
  const versioning = (
    <Button
      onClick={() => {
        onDone()
        showVersioning(profileId, bucket)
      }}
    >
      {t('asOf.picker.versioning')}
    </Button>
  )
  const isFuture = chosenMs !== undefined && chosenMs > openedMs + 60_000
  return (
    <div className="moment-picker" role="dialog" aria-label={t('asOf.button')}>
      <h2>{t('asOf.picker.title', { place: prefix === '' ? bucket : nameOf(prefix) })}</h2>
      {keeps === undefined ? (
        <Skeleton active title={false} paragraph={{ rows: 2 }} />
      ) : keeps === 'Unset' ? (
        <>
          <Alert type="warning" showIcon title={t('asOf.picker.unversionedTitle')} description={t('asOf.picker.unversioned')} />
          <div className="moment-actions">{versioning}</div>
        </>
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            if (chosenMs !== undefined && !isFuture) show(chosenMs)
          }}
        >
          <MomentField valueMs={chosenMs} onChange={setChosenMs} autoFocus />
          <div className="moment-quick" role="group" aria-label={t('asOf.picker.quick')}>
            {quickMoments.map((moment) => (
              <Button key={moment} size="small" onClick={() => show(quickMomentMs(moment, openedMs))}>
                {t(`asOf.picker.quickOf.${moment}`)}
              </Button>
            ))}
          </div>
          {keeps === 'Suspended' ? <Alert type="warning" showIcon title={t('asOf.picker.suspended')} /> : null}
          <div className="moment-actions">
            {momentMs === undefined ? null : <Button onClick={() => show(undefined)}>{t('asOf.picker.now')}</Button>}
            <Button type="primary" htmlType="submit" disabled={chosenMs === undefined || isFuture} title={chosenMs === undefined || isFuture ? t('asOf.picker.choose') : undefined}>
              {t('asOf.picker.show')}
            </Button>
          </div>
        </form>
      )}
    </div>
  )
}
