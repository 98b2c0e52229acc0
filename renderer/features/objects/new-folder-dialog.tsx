import { useMutation } from '@tanstack/react-query'
import { Form, Input, Modal, type InputRef } from 'antd'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useApi, useCopyText } from '../../bridge/api.tsx'
import { toCallError } from '../../bridge/call-error.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { useNavigation, type Place } from '../navigation/index.ts'
import { placeName } from '../transfers/index.ts'
import { folderNameProblem } from './folder-name.ts'
import { useObjectsStore } from './store.ts'

export function NewFolderDialog({ place }: { readonly place: Place }) {
  const { t } = useTranslation()
  const api = useApi()
  const copyText = useCopyText()
  const close = useObjectsStore((state) => state.hideDialog)
  const refresh = useNavigation((state) => state.refresh)
  const input = useRef<InputRef>(null)
  const [name, setName] = useState('')
  const [submitted, setSubmitted] = useState(false)
  const putFolder = useMutation({
    mutationFn: () => api.objects.putFolder({ profileId: place.profileId, bucket: place.bucket, prefix: `${place.prefix}${name}/` }),
    onSuccess: () => {
      close()
      refresh()
    },
  })
  const problem = folderNameProblem(name, place.prefix)
  const shown = problem !== undefined && (submitted || (problem !== 'empty' && !name.endsWith('/')))
  const submit = () => {
    setSubmitted(true)
    if (problem === undefined) putFolder.mutate()
    else input.current?.focus()
  }
  return (
    <Modal
      open
      centered
      width={440}
      title={t('objects.newFolderTitle', { place: placeName(place.bucket, place.prefix) })}
      okText={t('common.create')}
      cancelText={t('common.cancel')}
      okButtonProps={{ loading: putFolder.isPending }}
      onOk={submit}
      onCancel={close}
      afterOpenChange={(isOpen) => {
        if (isOpen) input.current?.focus()
      }}
    >
      <Form layout="vertical" requiredMark={false}>
        <Form.Item
          label={t('objects.folderName')}
          htmlFor="folder-name"
          validateStatus={shown ? 'error' : ''}
          help={shown ? t(`objects.folderProblem.${problem}`) : t('objects.folderNameHint')}
        >
          <Input
            id="folder-name"
            ref={input}
            autoComplete="off"
            spellCheck={false}
            maxLength={1023}
            value={name}
            onChange={(event) => {
              setName(event.target.value)
              putFolder.reset()
            }}
            onPressEnter={(event) => {
              event.preventDefault()
              submit()
            }}
          />
        </Form.Item>
        {putFolder.error === null ? null : <ErrorNotice variant="inline" error={toCallError(putFolder.error)} onCopy={(text) => void copyText(text)} />}
      </Form>
    </Modal>
  )
}
