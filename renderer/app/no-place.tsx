import { useQuery } from '@tanstack/react-query'
import { Button, Spin } from 'antd'
import { Database } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useApi, useCopyText } from '../bridge/api.tsx'
import { toCallError } from '../bridge/call-error.ts'
import { bucketsQuery, useBucketDialogs } from '../features/buckets/index.ts'
import { connectionProblem, useProfileDialogs } from '../features/profiles/index.ts'
import { localProfileId } from '../features/store/index.ts'
import { RecentList } from '../features/workspace/index.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { ErrorNotice } from '../ui/error-notice.tsx'

/** Before a bucket was opened. */
export function NoPlace({ profileId }: { readonly profileId: string }) {
  const { t } = useTranslation()
  const api = useApi()
  const copyText = useCopyText()
  const { data: buckets, error, isFetching, refetch } = useQuery(bucketsQuery(api, profileId))
  const startEdit = useProfileDialogs((state) => state.startEdit)
  const startDoctor = useProfileDialogs((state) => state.startDoctor)
  const startRenew = useProfileDialogs((state) => state.startRenew)
  const startCreate = useBucketDialogs((state) => state.startCreate)
  if (error !== null) {
    const failure = toCallError(error)
    const problem = connectionProblem(failure)
    return (
      <ErrorNotice
        variant="page"
        error={failure}
        {...(problem === undefined ? {} : { title: t(`profiles.problem.${problem}`) })}
        onCopy={(text) => void copyText(text)}
        action={
          <>
            <Button type="primary" loading={isFetching} onClick={() => void refetch()}>
              {t('common.retry')}
            </Button>
            {profileId === localProfileId ? null : (
              <>
                {problem === 'token' ? <Button onClick={() => startRenew(profileId)}>{t('profiles.renewEntry')}</Button> : null}
                <Button onClick={() => startDoctor(profileId)}>{t('doctor.open')}</Button>
                <Button onClick={() => startEdit(profileId)}>{t('profiles.editTitle')}</Button>
              </>
            )}
          </>
        }
      />
    )
  }
  if (buckets === undefined) return <EmptyState icon={<Spin />} title={t('buckets.reading')} late />
  return buckets.length === 0 ? (
    <EmptyState icon={<Database size={20} />} title={t('buckets.empty')} hint={t('buckets.emptyHint')}>
      <Button type="primary" onClick={() => startCreate(profileId)}>
        {t('buckets.create')}
      </Button>
    </EmptyState>
  ) : (
    <div className="no-place">
      <EmptyState icon={<Database size={20} />} title={t('buckets.choose')} hint={t('buckets.chooseHint')} />
      <RecentList />
    </div>
  )
}
