import { useMutation } from '@tanstack/react-query'
import { Alert, Button, Form, Modal } from 'antd'
import { Stethoscope } from 'lucide-react'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Profile, ProfilesState } from '../../../electron/contract/profiles.ts'
import { useApi, useCopyText } from '../../bridge/api.tsx'
import { toCallError } from '../../bridge/call-error.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { connectionProblem } from './connection-problem.ts'
import { credentialOf, draftOf, fieldsOf, isKeepingChosen, problemOf, proxyPasswordOf, trialOf, type Draft, type DraftProblem } from './draft.ts'
import { AdvancedFields, PlaceFields } from './form-fields.tsx'
import { places } from './form-row.tsx'
import { KeyFields } from './key-fields.tsx'
import { ProxyFields } from './proxy-fields.tsx'
import { useProfileDialogs } from './dialogs.ts'
import { useProfileChange } from './queries.ts'
import type { Trial } from './use-doctor.ts'
import { DoctorDialog } from './doctor-dialog.tsx'
import { SecretQuestion } from './secret-question.tsx'

interface Props {
  /** The connection to change; a new one when absent. */
  readonly profile: Profile | undefined
  readonly keychain: ProfilesState['keychain']
  readonly onClose: () => void
}

/** Describes a connection, tries it, keeps it. The secret goes from here to main and is never shown again. */
export function ConnectionForm({ profile, keychain, onClose }: Props) {
  const { t } = useTranslation()
  const api = useApi()
  const copyText = useCopyText()
  const setOpened = useProfileDialogs((state) => state.setOpened)
  const [draft, setDraft] = useState<Draft>(() => draftOf(profile, keychain.available))
  const [submitted, setSubmitted] = useState(false)
  const [examined, setExamined] = useState<Trial | undefined>(undefined)
  const dialog = useRef<HTMLDivElement>(null)
  const fieldProblem = problemOf(draft, profile)
  const problem = fieldProblem ?? (isKeepingChosen(draft) ? undefined : 'keep')

  const trial = useMutation({
    mutationFn: (input: Draft) => {
      return api.profiles.testProfile(trialOf(input, profile))
    },
  })
  const save = useProfileChange<Draft>((window, input) => {
    const fields = fieldsOf(input)
    const credential = credentialOf(input)
    if (profile === undefined) {
      if (credential === undefined || input.keep === undefined) return Promise.reject(new Error('A connection was sent before it was complete'))
      return window.profiles.createProfile({ fields, credential, ...proxyPasswordOf(input), keep: input.keep })
    }
    return window.profiles.updateProfile({
      profileId: profile.profileId,
      fields,
      ...(credential === undefined ? {} : { credential }),
      ...proxyPasswordOf(input),
      ...(credential === undefined || input.keep === undefined ? {} : { keep: input.keep }),
    })
  })

  const change = (part: Partial<Draft>) => {
    setDraft((former) => ({ ...former, ...part }))
    trial.reset()
    save.reset()
  }
  /** Runs it when the form is complete, else shows what is missing and goes there. */
  const withComplete = (missing: DraftProblem | undefined, run: () => void) => {
    setSubmitted(true)
    if (missing === undefined) run()
    else requestAnimationFrame(() => dialog.current?.querySelector<HTMLElement>(`#profile-${places[missing] ?? missing}`)?.focus())
  }
  const test = () => withComplete(fieldProblem, () => trial.mutate(draft))
  const submit = () =>
    withComplete(problem, () =>
      save.mutate(draft, {
        onSuccess: ({ profileId }) => {
          setOpened(profileId, true)
          onClose()
        },
      }),
    )
  const shown = submitted ? problem : undefined
  const error = save.error ?? trial.error
  const failure = error === null ? undefined : toCallError(error)
  const known = failure === undefined ? undefined : connectionProblem(failure)
  return (
    <Modal
      open
      centered
      width={600}
      title={t(profile === undefined ? 'profiles.addTitle' : 'profiles.editTitle')}
      onCancel={onClose}
      className="connection-form"
      footer={
        <div className="form-actions">
          <span className="form-buttons">
            <Button onClick={test} loading={trial.isPending}>
              {t('profiles.test')}
            </Button>
            <Button icon={<Stethoscope size={14} />} onClick={() => withComplete(fieldProblem, () => setExamined(trialOf(draft, profile)))}>
              {t('doctor.diagnose')}
            </Button>
          </span>
          <span className="form-buttons">
            <Button onClick={onClose}>{t('common.cancel')}</Button>
            <Button type="primary" onClick={submit} loading={save.isPending}>
              {t('profiles.save')}
            </Button>
          </span>
        </div>
      }
    >
      <div ref={dialog} className="connection-form-body">
        <Form layout="vertical" requiredMark={false} onFinish={submit}>
          <PlaceFields draft={draft} problem={shown} onChange={change} />
          <KeyFields draft={draft} problem={shown} onChange={change} kept={profile === undefined || profile.secret === 'missing' || profile.secret === 'locked' ? undefined : profile} />
          <SecretQuestion draft={draft} problem={shown} keychain={keychain} onChange={change} />
          <ProxyFields draft={draft} problem={shown} onChange={change} hasPassword={profile?.hasProxyPassword === true} />
          <AdvancedFields draft={draft} problem={shown} onChange={change} />
        </Form>
        {trial.data === undefined ? null : (
          <Alert
            className="form-alert"
            type="success"
            showIcon
            role="status"
            title={trial.data.checked === 'path' ? t('profiles.worksPath') : t('profiles.worksBuckets', { count: trial.data.count })}
          />
        )}
        {failure === undefined ? null : (
          <ErrorNotice variant="inline" error={failure} {...(known === undefined ? {} : { title: t(`profiles.problem.${known}`) })} onCopy={(text) => void copyText(text)} />
        )}
        {examined === undefined ? null : <DoctorDialog trial={examined} onClose={() => setExamined(undefined)} />}
      </div>
    </Modal>
  )
}
