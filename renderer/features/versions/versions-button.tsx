import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { History } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useApi } from '../../bridge/api.tsx'
import { bucketInfoQuery } from '../buckets/index.ts'
import { useKeysOf } from '../shortcuts/index.ts'
import { versionCountQuery } from './queries.ts'
import { useVersions, type HistoryTarget } from './store.ts'

/** `3 versions`, and the way to them. Counted only where there can be more than one. */
export function VersionsButton({ target, etag }: { readonly target: HistoryTarget; readonly etag: string }) {
  const { t } = useTranslation()
  const api = useApi()
  const keysOf = useKeysOf()
  const open = useVersions((state) => state.open)
  const versioning = useQuery(bucketInfoQuery(api, target.profileId, target.bucket)).data?.versioning
  const hasVersions = versioning === 'Enabled' || versioning === 'Suspended'
  const { data } = useQuery({ ...versionCountQuery(api, target, etag), enabled: hasVersions })
  const label = data === undefined ? t('versions.open') : t(data.more ? 'versions.moreThan' : 'versions.count', { count: data.versions })
  return (
    <div className="inspector-actions">
      <Button size="small" icon={<History size={14} />} title={keysOf('versions')} onClick={() => open(target)} data-testid="versions-button">
        {label}
      </Button>
    </div>
  )
}
