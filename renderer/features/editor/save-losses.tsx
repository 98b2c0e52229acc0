import { useQuery } from '@tanstack/react-query'
import { TriangleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useApi } from '../../bridge/api.tsx'
import { queryKeys } from '../../bridge/query-keys.ts'

interface Props {
  readonly profileId: string
  readonly bucket: string
  readonly key: string
  readonly etag: string
}

/** What saving takes from an object, asked for as soon as it is opened. Who may not ask is told so by the save. */
export function useSaveLosses({ profileId, bucket, key, etag }: Props, isWanted: boolean): readonly 'acl'[] {
  const api = useApi()
  const { data } = useQuery({
    queryKey: queryKeys.savePreview(profileId, bucket, key, etag),
    queryFn: ({ signal }) => api.objects.previewSave({ profileId, bucket, key }, { signal }),
    enabled: isWanted,
    retry: false,
  })
  return data?.lost.filter((aspect) => aspect === 'acl') ?? []
}

/** The same in words, where it is decided. */
export function SaveLosses({ losses }: { readonly losses: readonly 'acl'[] }) {
  const { t } = useTranslation()
  return losses.map((aspect) => (
    <p key={aspect} className="editor-note" role="status">
      <TriangleAlert size={14} className="is-warn" aria-hidden />
      <span>{t(`editor.loses.${aspect}`)}</span>
    </p>
  ))
}
