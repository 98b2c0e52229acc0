import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Segmented, Skeleton } from 'antd'
import { CircleAlert, CircleSlash, TriangleAlert } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { BucketSettingOf } from '../../../electron/contract/bucket-settings.ts'
import { useApi, useCopyText } from '../../bridge/api.tsx'
import { toCallError } from '../../bridge/call-error.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { bucketSettingQuery, usePutBucketSetting } from '../policy/index.ts'
import { DocumentView } from './document-view.tsx'
import { changesOf } from './model/changes.ts'
import { unknownElements } from './model/document-lines.ts'
import { formOf, settingOf, type FormName, type SettingForms } from './model/forms.ts'
import { problemsOf, type SettingProblem } from './model/problems.ts'
import { PageFrame, type SettingState } from './page-frame.tsx'
import type { PageProps } from './page-props.ts'
import { ReviewSetting } from './review-setting.tsx'
import { useAccessAround } from './use-access-around.ts'

/** What a page's form draws itself from. */
export interface SettingFormProps<Name extends FormName> {
  readonly form: SettingForms[Name]
  readonly saved: BucketSettingOf<Name>
  /** As the service answered it. */
  readonly document: string | undefined
  readonly problems: readonly SettingProblem[]
  readonly onChange: (form: SettingForms[Name]) => void
}

interface Props<Name extends FormName> extends PageProps {
  readonly name: Name
  readonly meaning: string
  readonly stateOf: (saved: BucketSettingOf<Name>) => SettingState
  readonly children: (form: SettingFormProps<Name>) => ReactNode
}

/** A page for one setting: reads it, keeps what is written in its form, checks that as the service does, and saves it. */
export function SettingPage<Name extends FormName>({ name, meaning, stateOf, children, profileId, bucket, service, lockedReason, drafts }: Props<Name>) {
  const { t } = useTranslation()
  const api = useApi()
  const client = useQueryClient()
  const copyText = useCopyText()
  const query = bucketSettingQuery(api, profileId, bucket, name)
  const state = useQuery(query)
  const around = useAccessAround(profileId, bucket, service)
  const written = useStore(drafts, ({ forms }) => forms[name])
  const [view, setView] = useState<'form' | 'document'>('form')
  const [isReviewing, setReviewing] = useState(false)
  const put = usePutBucketSetting()
  const title = t(`bucketSettings.pages.${name}`)
  if (state.data === undefined) {
    return (
      <PageFrame title={title} state={undefined} meaning={meaning}>
        {state.error === null ? (
          <Skeleton active title={false} paragraph={{ rows: 5 }} />
        ) : toCallError(state.error).code === 'NotImplemented' ? (
          <div className="setting-unsupported">
            <EmptyState
              icon={<CircleSlash size={20} />}
              title={t('bucketSettings.unsupported')}
              hint={t(service === 's3' && name === 'referer' ? 'bucketSettings.unsupportedReferer' : 'bucketSettings.unsupportedHint')}
            />
          </div>
        ) : (
          <ErrorNotice
            variant="inline"
            error={toCallError(state.error)}
            onCopy={(text) => void copyText(text)}
            action={
              <Button size="small" loading={state.isFetching} onClick={() => void state.refetch()}>
                {t('common.retry')}
              </Button>
            }
          />
        )}
      </PageFrame>
    )
  }

  const { setting: saved, document } = state.data
  // The form of a name is the one that was written under it.
  const form = (written ?? formOf(saved)) as SettingForms[Name]
  const draft = settingOf(form)
  const problems = problemsOf(form)
  const isChanged = written !== undefined && (problems.length > 0 || changesOf(saved, draft, around.aclNamesOthers).length > 0)
  const unknown = unknownElements(name, document ?? '')
  const review = async () => {
    // What is there by now is what the change is from.
    put.reset()
    await client.refetchQueries({ queryKey: query.queryKey })
    setReviewing(true)
  }
  const save = () =>
    put.mutate(
      { profileId, bucket, setting: draft },
      {
        onSuccess: () => {
          drafts.getState().drop(name)
          setReviewing(false)
        },
      },
    )
  const reason = lockedReason ?? (isChanged ? undefined : t('bucketSettings.unchanged'))
  return (
    <PageFrame
      title={title}
      state={stateOf(saved)}
      meaning={meaning}
      aside={
        <Segmented
          size="small"
          aria-label={t('bucketSettings.view')}
          value={view}
          options={[
            { value: 'form', label: t('bucketSettings.form') },
            { value: 'document', label: t('bucketSettings.document') },
          ]}
          onChange={setView}
        />
      }
      footer={
        <>
          <span className="form-hint">{lockedReason ?? (put.isSuccess && !isChanged ? t('bucketSettings.saved') : '')}</span>
          {isChanged ? <Button onClick={() => drafts.getState().drop(name)}>{t('bucketSettings.reset')}</Button> : null}
          <Button type="primary" disabled={reason !== undefined || problems.length > 0} title={reason} onClick={() => void review()}>
            {t('bucketSettings.review')}
          </Button>
        </>
      }
    >
      {view === 'document' ? (
        <DocumentView service={service} document={document} saved={saved} draft={isChanged ? draft : undefined} />
      ) : (
        children({ form, saved, document, problems, onChange: (next) => drafts.getState().write(name, next) })
      )}
      {unknown.length === 0 ? null : (
        <p className="review-warning">
          <TriangleAlert size={15} className="is-warn" aria-hidden />
          <span>{t('bucketSettings.unknownParts', { names: unknown.join(', ') })}</span>
        </p>
      )}
      {problems.length === 0 || !isChanged ? null : (
        <div className="setting-problems" role="alert">
          <p>
            <CircleAlert size={15} className="is-danger" aria-hidden /> {t('bucketSettings.refused')}
          </p>
          <ul>
            {problems.map(({ code, item, value = '' }) => (
              <li key={`${code} ${String(item)} ${value}`}>{t(`bucketSettings.problems.${code}`, { item: (item ?? 0) + 1, value })}</li>
            ))}
          </ul>
        </div>
      )}
      {isReviewing ? (
        <ReviewSetting
          title={t('bucketSettings.reviewTitle', { setting: title, bucket })}
          service={service}
          saved={saved}
          draft={draft}
          around={around}
          saving={put.isPending}
          error={put.error}
          onSave={save}
          onClose={() => setReviewing(false)}
        />
      ) : null}
    </PageFrame>
  )
}
