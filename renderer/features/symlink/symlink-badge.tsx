import { useQuery } from '@tanstack/react-query'
import { CornerUpRight } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useApi } from '../../bridge/api.tsx'
import { useNavigation } from '../navigation/index.ts'
import { symlinkQuery } from './queries.ts'

/** Beside the name of a link in the list. Its target is asked for when the pointer rests on it: never for rows that only scroll by. */
export function SymlinkBadge({ objectKey, versionId }: { readonly objectKey: string; readonly versionId?: string | undefined }) {
  const { t } = useTranslation()
  const api = useApi()
  const place = useNavigation((state) => state.place)
  const [asked, setAsked] = useState(false)
  const { data } = useQuery({ ...symlinkQuery(api, { profileId: place?.profileId ?? '', bucket: place?.bucket ?? '', key: objectKey, versionId }), enabled: asked && place !== undefined })
  const text = data === undefined ? t('symlink.badge') : t(data.exists ? 'symlink.to' : 'symlink.toMissing', { target: data.target })
  return (
    <span className="symlink-badge" title={text} onPointerEnter={() => setAsked(true)}>
      <CornerUpRight size={13} role="img" aria-label={text} />
    </span>
  )
}
