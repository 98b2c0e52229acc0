import { Form, Input, Modal, type InputRef } from 'antd'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { objectKeyProblem } from '../../../storage-core/model/names.ts'
import { useEditor } from '../editor/index.ts'
import type { Place } from '../navigation/index.ts'

/** The name of a text object that does not exist yet; the editor writes it. */
export function NewTextDialog({ place, onClose }: { readonly place: Place; readonly onClose: () => void }) {
  const { t } = useTranslation()
  const input = useRef<InputRef>(null)
  const [name, setName] = useState(t('newText.defaultName'))
  const { profileId, bucket, prefix } = place
  const key = `${prefix}${name}`
  const isFolder = name.endsWith('/')
  const problem = name.trim() === '' ? 'empty' : isFolder || objectKeyProblem(key) !== undefined ? 'invalid' : undefined
  const submit = () => {
    if (problem !== undefined) {
      input.current?.focus()
      return
    }
    onClose()
    useEditor.getState().open({ profileId, bucket, key, sizeBytes: 0, isNew: true })
  }
  return (
    <Modal
      open
      centered
      width={440}
      title={t('newText.title')}
      okText={t('newText.edit')}
      cancelText={t('common.cancel')}
      okButtonProps={{ disabled: problem !== undefined }}
      onOk={submit}
      onCancel={onClose}
      afterOpenChange={(isOpen) => {
        // The name without its extension, as it is mostly that which changes.
        if (isOpen) {
          input.current?.focus()
          input.current?.setSelectionRange(0, Math.max(0, name.lastIndexOf('.')))
        }
      }}
    >
      <Form layout="vertical" requiredMark={false}>
        <Form.Item label={t('objects.folderName')} htmlFor="text-name" validateStatus={problem === 'invalid' ? 'error' : ''} help={problem === 'invalid' ? t('newText.invalid') : t('newText.hint')}>
          <Input id="text-name" ref={input} addonBefore={prefix === '' ? undefined : prefix} autoComplete="off" spellCheck={false} maxLength={1023} value={name} onChange={(event) => setName(event.target.value)} onPressEnter={submit} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
