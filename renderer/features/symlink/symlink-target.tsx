import { useQuery } from '@tanstack/react-query'
import { Button, Skeleton } from 'antd'
import { CornerUpRight, TriangleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useApi, useCopyText } from '../../bridge/api.tsx'
import { toCallError } from '../../bridge/call-error.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { PropertyList } from '../../ui/property-list.tsx'
import type { Place } from '../navigation/index.ts'
import { symlinkQuery } from './queries.ts'

interface Props {
  readonly place: Place
  readonly objectKey: string
  /** Of a link that is shown as it was. */
  readonly versionId?: string | undefined
  readonly onGoTo: (key: string) => void
}

/** In the inspector of a link: where it leads, and the way there. */
export function SymlinkTarget({ place, objectKey, versionId, onGoTo }: Props) {
  const { t } = useTranslation()
  const api = useApi()
  const copyText = useCopyText()
  const { profileId, bucket } = place
  const link = useQuery(symlinkQuery(api, { profileId, bucket, key: objectKey, versionId }))
  return (
    <section aria-label={t('symlink.badge')}>
      <h3 className="section-title">{t('symlink.badge')}</h3>
      {link.isPending ? <Skeleton className="is-late" active title={false} paragraph={{ rows: 1 }} /> : null}
      {link.error === null ? null : <ErrorNotice variant="inline" error={toCallError(link.error)} onCopy={(text) => void copyText(text)} />}
      {link.data === undefined ? null : (
        <>
          <PropertyList onCopy={copyText} properties={[{ label: t('symlink.target'), value: link.data.target, copy: link.data.target, mono: true }]} />
          {place.momentMs === undefined ? null : <p className="form-hint">{t('symlink.past')}</p>}
          {link.data.exists || place.momentMs !== undefined ? (
            <div className="inspector-actions">
              <Button icon={<CornerUpRight size={14} />} onClick={() => onGoTo(link.data.target)}>
                {t('symlink.goTo')}
              </Button>
            </div>
          ) : null}
          {link.data.exists ? null : (
            <p className="symlink-missing is-warn">
              <TriangleAlert size={14} aria-hidden />
              <span>{t('symlink.missing')}</span>
            </p>
          )}
        </>
      )}
    </section>
  )
}
