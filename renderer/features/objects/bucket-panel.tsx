import { useQuery } from '@tanstack/react-query'
import { Button, Skeleton } from 'antd'
import { Database } from 'lucide-react'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { BucketAcl } from '../../../storage-core/model/acl.ts'
import { DataRedundancyType } from '../../../storage-core/model/storage-class.ts'
import { useApi, useCopyText } from '../../bridge/api.tsx'
import { toCallError } from '../../bridge/call-error.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { RetryButton } from '../../ui/retry-button.tsx'
import { PropertyList } from '../../ui/property-list.tsx'
import { useFormat } from '../../ui/use-format.ts'
import { storageClassLabel } from '../../ui/storage-class-label.ts'
import { bucketInfoQuery, bucketStatQuery, countingError } from '../buckets/index.ts'
import { useActionDialogs } from '../actions/index.ts'
import { SizeSection } from '../folder-size/index.ts'
import type { Place } from '../navigation/index.ts'

/** From the count of unfinished uploads to the list of them. */
function FragmentsLink({ profileId, bucket, count }: Pick<Place, 'profileId' | 'bucket'> & { readonly count: string }) {
  const { t } = useTranslation()
  const show = useActionDialogs((state) => state.show)
  return (
    <Button type="link" size="small" className="inline-link" onClick={() => show({ kind: 'fragments', profileId, bucket })}>
      {t('fragments.show', { count })}
    </Button>
  )
}

/** Settings and counters of the open bucket. */
export const BucketPanel = memo(function BucketPanel({ profileId, bucket }: Pick<Place, 'profileId' | 'bucket'>) {
  const { t } = useTranslation()
  const api = useApi()
  const format = useFormat()
  const copyText = useCopyText()
  const info = useQuery(bucketInfoQuery(api, profileId, bucket))
  const stat = useQuery(bucketStatQuery(api, profileId, bucket))
  const acl = BucketAcl.safeParse(info.data?.acl)
  const redundancy = DataRedundancyType.safeParse(info.data?.dataRedundancyType)
  const error = info.error ?? countingError(stat.error)
  // What was known of a bucket that is gone, or may not be seen any more, is not true any more.
  const known = error === null ? info.data : undefined
  const versioning = info.data?.versioning
  return (
    <>
      <header className="inspector-title">
        <Database size={16} className="icon" aria-hidden />
        <h2>{bucket}</h2>
      </header>
      {error === null ? null : <ErrorNotice variant="inline" error={toCallError(error)} onCopy={(text) => void copyText(text)} action={<RetryButton query={info.error === null ? stat : info} />} />}
      {info.isPending ? <Skeleton className="is-late inspector-skeleton" active title={false} paragraph={{ rows: 6 }} /> : null}
      {known === undefined ? null : (
        <PropertyList
          onCopy={copyText}
          properties={[
            ...(stat.data === undefined
              ? []
              : [
                  { label: t('buckets.info.objects'), value: format.number(stat.data.objectCount) },
                  { label: t('buckets.info.size'), value: format.bytesAndExact(stat.data.storageBytes) },
                  ...(stat.data.multipartUploadCount === 0 ? [] : [{ label: t('buckets.info.uploads'), value: <FragmentsLink profileId={profileId} bucket={bucket} count={format.number(stat.data.multipartUploadCount)} /> }]),
                ]),
            { label: t('buckets.info.acl'), value: acl.success ? t(`common.acl.${acl.data}`) : known.acl },
            { label: t('buckets.info.storageClass'), value: known.storageClass === '' ? '' : storageClassLabel(known.storageClass, t) },
            {
              label: t('buckets.info.redundancy'),
              value: redundancy.success ? t(`common.redundancy.${redundancy.data}`) : known.dataRedundancyType,
            },
            {
              label: t('buckets.info.versioning'),
              value: versioning === 'Unknown' ? '' : t(versioning === undefined ? 'buckets.info.versioningOff' : versioning === 'Enabled' ? 'buckets.info.versioningEnabled' : 'buckets.info.versioningSuspended'),
            },
            { label: t('buckets.info.region'), value: known.region, copy: known.region, mono: true },
            { label: t('buckets.info.endpoint'), value: known.extranetEndpoint, copy: known.extranetEndpoint, mono: true },
            { label: t('buckets.info.created'), value: known.createdMs === 0 ? '' : format.exactTime(known.createdMs) },
            { label: t('buckets.info.owner'), value: known.ownerId, copy: known.ownerId, mono: true },
            // What the service or the key does not tell.
          ].filter(({ value }) => value !== '')}
        />
      )}
      {known === undefined ? null : <SizeSection key={`${profileId} ${bucket}`} target={{ profileId, bucket, selection: { kind: 'prefix', prefix: '' } }} prefix="" />}
    </>
  )
})
