import { useQuery } from '@tanstack/react-query'
import { Modal } from 'antd'
import { useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { isBeyondCanned } from '../../../electron/contract/acl-grants.ts'
import { useApi } from '../../bridge/api.tsx'
import { bucketSettingQuery, LazyPolicyDialog, type PolicyStart } from '../policy/index.ts'
import { useProfile } from '../profiles/index.ts'
import { useUnsavedWork } from '../unsaved/index.ts'
import { changesOf } from './model/changes.ts'
import { createDrafts, type Drafts } from './model/drafts.ts'
import { formNames, settingOf, type FormName } from './model/forms.ts'
import { problemsOf } from './model/problems.ts'
import { PageNote } from './page-note.tsx'
import type { PageId } from './page-props.ts'
import { settingsPages } from './pages.tsx'

interface Props {
  readonly profileId: string
  readonly bucket: string
  /** Where it opens; its first page otherwise. */
  readonly page?: PageId | undefined
  readonly onClose: () => void
}

const groups = ['access', 'web', 'bucket'] as const

/** Everything that is set for a bucket: a list of settings, and a page for each. */
export function BucketSettingsDialog({ profileId, bucket, page: start, onClose }: Props) {
  const { t } = useTranslation()
  const profile = useProfile(profileId)
  const [drafts] = useState(createDrafts)
  const [shown, setShown] = useState<PageId>(start ?? settingsPages[0]?.id ?? 'acl')
  const [policy, setPolicy] = useState<PolicyStart | undefined>(undefined)
  const [isDiscarding, setDiscarding] = useState(false)
  const changed = useChangedForms(profileId, bucket, useStore(drafts, ({ forms }) => forms))
  const lockedReason = profile?.readOnly === true ? t('profiles.readOnlyReason') : undefined
  const page = settingsPages.find(({ id }) => id === shown)
  useUnsavedWork(changed.length > 0 ? t('bucketSettings.workName', { bucket }) : undefined, false)
  const close = () => (changed.length > 0 ? setDiscarding(true) : onClose())
  return (
    <Modal open centered width="min(1120px, calc(100vw - 48px))" className="bucket-settings" title={t('bucketSettings.title', { bucket })} mask={{ closable: false }} footer={null} onCancel={close}>
      <div className="setting-layout">
        <nav className="setting-nav" aria-label={t('bucketSettings.nav')} onKeyDown={stepThrough}>
          {groups.map((group) => (
            <section key={group} aria-label={t(`bucketSettings.groups.${group}`)}>
              <h2>{t(`bucketSettings.groups.${group}`)}</h2>
              {settingsPages
                .filter((one) => one.group === group)
                .map(({ id, icon }) => (
                  <button key={id} type="button" className={`setting-entry${id === shown ? ' is-current' : ''}`} aria-current={id === shown ? 'page' : undefined} onClick={() => setShown(id)}>
                    <span className="icon" aria-hidden>
                      {icon}
                    </span>
                    <span className="setting-name">{t(`bucketSettings.pages.${id}`)}</span>
                    {isForm(id) && changed.includes(id) ? <span className="page-note is-warn">{t('bucketSettings.short.changed')}</span> : id === 'overview' ? null : <PageNote profileId={profileId} bucket={bucket} name={id} />}
                  </button>
                ))}
            </section>
          ))}
        </nav>
        <div className="setting-page">
          {page === undefined ? null : (
            <page.Page
              key={page.id}
              profileId={profileId}
              bucket={bucket}
              service={profile?.kind === 's3' ? 's3' : 'oss'}
              lockedReason={lockedReason}
              drafts={drafts}
              onOpenPolicy={(start = {}) => setPolicy(start)}
              onShowPage={setShown}
            />
          )}
        </div>
      </div>
      {policy === undefined ? null : <LazyPolicyDialog profileId={profileId} bucket={bucket} start={policy} onClose={() => setPolicy(undefined)} />}
      {isDiscarding ? (
        <Modal
          open
          centered
          width={420}
          title={t('bucketSettings.discardTitle')}
          okText={t('bucketSettings.discard')}
          cancelText={t('bucketSettings.keepEditing')}
          okButtonProps={{ danger: true }}
          onOk={onClose}
          onCancel={() => setDiscarding(false)}
        >
          <p className="dialog-lead">{t('bucketSettings.discardLead', { pages: changed.map((name) => t(`bucketSettings.pages.${name}`)).join(', ') })}</p>
        </Modal>
      ) : null}
    </Modal>
  )
}

function isForm(id: string): id is FormName {
  return formNames.some((name) => name === id)
}

/** Names of the forms that stand for something else than what the bucket has. */
function useChangedForms(profileId: string, bucket: string, forms: Drafts['forms']): readonly FormName[] {
  const api = useApi()
  const acl = useQuery(bucketSettingQuery(api, profileId, bucket, 'acl')).data
  const namesOthers = acl?.grants?.some(isBeyondCanned)
  const saved = {
    acl: acl?.setting,
    publicAccessBlock: useQuery(bucketSettingQuery(api, profileId, bucket, 'publicAccessBlock')).data?.setting,
    cors: useQuery(bucketSettingQuery(api, profileId, bucket, 'cors')).data?.setting,
    referer: useQuery(bucketSettingQuery(api, profileId, bucket, 'referer')).data?.setting,
    versioning: useQuery(bucketSettingQuery(api, profileId, bucket, 'versioning')).data?.setting,
    requestPayment: useQuery(bucketSettingQuery(api, profileId, bucket, 'requestPayment')).data?.setting,
    tags: useQuery(bucketSettingQuery(api, profileId, bucket, 'tags')).data?.setting,
  }
  return formNames.filter((name) => {
    const form = forms[name]
    const before = saved[name]
    if (form === undefined || before === undefined) return false
    return problemsOf(form).length > 0 || changesOf(before, settingOf(form), namesOthers).length > 0
  })
}

/** The arrows go through the list. */
function stepThrough(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  if (step === 0) return
  const entries = [...event.currentTarget.querySelectorAll<HTMLElement>('.setting-entry')]
  const next = entries[entries.findIndex((entry) => entry === document.activeElement) + step]
  if (next === undefined) return
  event.preventDefault()
  next.focus()
  next.click()
}
