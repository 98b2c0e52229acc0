import { Button, Form, Modal } from 'antd'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Profile, ProfilesState } from '../../../electron/contract/profiles.ts'
import { useCopyText } from '../../bridge/api.tsx'
import { toCallError } from '../../bridge/call-error.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { credentialOf, draftOf, fieldsOfProfile, isKeepingChosen, problemOf, type Draft } from './draft.ts'
import { places } from './form-row.tsx'
import { KeyFields } from './key-fields.tsx'
import { useProfileChange } from './queries.ts'
import { SecretQuestion } from './secret-question.tsx'

interface Props {
  readonly profile: Profile
  readonly keychain: ProfilesState['keychain']
  readonly onClose: () => void
}

/** A new key for a connection whose former one has ended or is about to. Nothing else of it changes, and its tabs stay. */
export function RenewDialog({ profile, keychain, onClose }: Props) {
  const { t } = useTranslation()
  const copyText = useCopyText()
  const dialog = useRef<HTMLDivElement>(null)
  const [submitted, setSubmitted] = useState(false)
  const [draft, setDraft] = useState<Draft>(() => ({ ...draftOf(profile, keychain.available), accessKeyId: '', expires: '' }))
  const problem = problemOf(draft, undefined) ?? (isKeepingChosen(draft) ? undefined : 'keep')
  const save = useProfileChange<Draft>((api, input) => {
    const credential = credentialOf(input)
    if (credential === undefined) return Promise.reject(new Error('A key was sent before it was complete'))
    return api.profiles.updateProfile({ profileId: profile.profileId, fields: fieldsOfProfile(profile), credential, ...(input.keep === undefined ? {} : { keep: input.keep }) })
  })
  const submit = () => {
    setSubmitted(true)
    if (problem === undefined) save.mutate(draft, { onSuccess: onClose })
    else requestAnimationFrame(() => dialog.current?.querySelector<HTMLElement>(`#profile-${places[problem] ?? problem}`)?.focus())
  }
  const change = (part: Partial<Draft>) => {
    // A code says where it leads as well, but only its key is taken here.
    const { endpoint: _endpoint, region: _region, network: _network, presetPath: _presetPath, readOnly: _readOnly, ...key } = part
    setDraft((former) => ({ ...former, ...key }))
    save.reset()
  }
  const shown = submitted ? problem : undefined
  return (
    <Modal
      open
      centered
      width={520}
      title={t('profiles.renewTitle', { name: profile.name })}
      onCancel={onClose}
      className="connection-form"
      footer={[
        <Button key="cancel" onClick={onClose}>
          {t('common.cancel')}
        </Button>,
        <Button key="renew" type="primary" onClick={submit} loading={save.isPending}>
          {t('profiles.renew')}
        </Button>,
      ]}
    >
      <div ref={dialog}>
        <p className="dialog-lead">{t('profiles.renewLead')}</p>
        <Form layout="vertical" requiredMark={false} onFinish={submit}>
          <KeyFields draft={draft} problem={shown} onChange={change} kept={undefined} />
          <SecretQuestion draft={draft} problem={shown} keychain={keychain} onChange={change} />
        </Form>
        {save.error === null ? null : <ErrorNotice variant="inline" error={toCallError(save.error)} onCopy={(text) => void copyText(text)} />}
      </div>
    </Modal>
  )
}
