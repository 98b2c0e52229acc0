import { useMutation } from '@tanstack/react-query'
import { Form, Input, Modal, type InputRef } from 'antd'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { objectKeyProblem } from '../../../storage-core/model/names.ts'
import { useApi, useCopyText } from '../../bridge/api.tsx'
import { toCallError } from '../../bridge/call-error.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { nameOf } from '../../ui/names.ts'
import { useNavigation, type Place } from '../navigation/index.ts'

interface Props {
  readonly place: Place
  /** Key of the object that was chosen; empty for none. */
  readonly target: string
  readonly onClose: () => void
}

/** A name that leads to another object of the bucket. Never takes the place of anything. */
export function SymlinkDialog({ place, target: chosen, onClose }: Props) {
  const { t } = useTranslation()
  const api = useApi()
  const copyText = useCopyText()
  const refresh = useNavigation((state) => state.refresh)
  const input = useRef<InputRef>(null)
  const [name, setName] = useState(chosen === '' ? '' : t('symlink.defaultName', { name: nameOf(chosen) }))
  const [target, setTarget] = useState(chosen)
  const { profileId, bucket, prefix } = place
  const key = `${prefix}${name}`
  const put = useMutation({
    mutationFn: () => api.objects.putSymlink({ profileId, bucket, key, target }),
    onSuccess: () => {
      onClose()
      refresh()
    },
  })
  const problem = name === '' || target === '' ? 'empty' : key === target ? 'itself' : (objectKeyProblem(key) ?? objectKeyProblem(target)) === undefined ? undefined : 'invalid'
  const submit = () => {
    if (problem === undefined) put.mutate()
    else input.current?.focus()
  }
  return (
    <Modal
      open
      centered
      width={520}
      title={t('symlink.title')}
      okText={t('symlink.create')}
      cancelText={t('common.cancel')}
      okButtonProps={{ loading: put.isPending, disabled: problem !== undefined }}
      onOk={submit}
      onCancel={onClose}
      afterOpenChange={(isOpen) => {
        if (isOpen) input.current?.focus({ cursor: 'all' })
      }}
    >
      <p className="dialog-lead">{t('symlink.lead')}</p>
      <Form layout="vertical" requiredMark={false} onFinish={submit}>
        <Form.Item label={t('symlink.name')} htmlFor="symlink-name" validateStatus={problem === 'itself' || problem === 'invalid' ? 'error' : ''} help={problem === 'itself' || problem === 'invalid' ? t(`symlink.problem.${problem}`) : undefined}>
          <Input
            id="symlink-name"
            ref={input}
            addonBefore={prefix === '' ? undefined : prefix}
            autoComplete="off"
            spellCheck={false}
            maxLength={1023}
            value={name}
            onChange={(event) => {
              setName(event.target.value)
              put.reset()
            }}
            onPressEnter={submit}
          />
        </Form.Item>
        <Form.Item label={t('symlink.target')} htmlFor="symlink-target" help={t('symlink.targetHint', { bucket })}>
          <Input id="symlink-target" className="is-mono" autoComplete="off" spellCheck={false} maxLength={1023} value={target} onChange={(event) => setTarget(event.target.value)} onPressEnter={submit} />
        </Form.Item>
        {put.error === null ? null : <ErrorNotice variant="inline" error={toCallError(put.error)} onCopy={(text) => void copyText(text)} />}
      </Form>
    </Modal>
  )
}
