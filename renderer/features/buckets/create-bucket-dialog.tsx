import { useQuery } from '@tanstack/react-query'
import { Alert, Form, Input, Modal, Radio, Select, type InputRef } from 'antd'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { BucketAcl } from '../../../storage-core/model/acl.ts'
import { DataRedundancyType, isArchived, StorageClass } from '../../../storage-core/model/storage-class.ts'
import { useApi, useCopyText } from '../../bridge/api.tsx'
import { toCallError } from '../../bridge/call-error.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { useNavigation } from '../navigation/index.ts'
import { bucketNameProblem } from './bucket-name.ts'
import { bucketsQuery, usePutBucket } from './queries.ts'

interface Props {
  readonly profileId: string
  /** S3 gives its buckets neither a class nor a redundancy. */
  readonly isS3: boolean
  readonly onClose: () => void
}

export function CreateBucketDialog({ profileId, isS3, onClose }: Props) {
  const { t } = useTranslation()
  const api = useApi()
  const copyText = useCopyText()
  const open = useNavigation((state) => state.open)
  const taken = useQuery(bucketsQuery(api, profileId)).data?.map((bucket) => bucket.name) ?? []
  const putBucket = usePutBucket()
  const nameInput = useRef<InputRef>(null)
  const [name, setName] = useState('')
  const [acl, setAcl] = useState<BucketAcl>('private')
  const [storageClass, setStorageClass] = useState<StorageClass>('Standard')
  const [dataRedundancyType, setRedundancy] = useState<DataRedundancyType>('LRS')
  const [submitted, setSubmitted] = useState(false)

  const problem = bucketNameProblem(name, taken)
  // While the name is still too short, do not complain about its being too short.
  const shown = problem !== undefined && (submitted || (name !== '' && problem.problem !== 'short' && !(problem.problem === 'edge' && name.endsWith('-'))))
  const submit = () => {
    setSubmitted(true)
    if (problem !== undefined) {
      nameInput.current?.focus()
      return
    }
    putBucket.mutate(
      { profileId, bucket: name, acl, storageClass, dataRedundancyType },
      {
        onSuccess: () => {
          onClose()
          open({ profileId, bucket: name, prefix: '' })
        },
      },
    )
  }
  return (
    <Modal
      open
      centered
      width={460}
      title={t('buckets.create')}
      okText={t('buckets.create')}
      cancelText={t('common.cancel')}
      onOk={submit}
      onCancel={onClose}
      okButtonProps={{ loading: putBucket.isPending }}
      afterOpenChange={(isOpen) => {
        if (isOpen) nameInput.current?.focus()
      }}
    >
      <Form layout="vertical" requiredMark={false} onFinish={submit}>
        <Form.Item
          label={t('buckets.name')}
          htmlFor="bucket-name"
          validateStatus={shown ? 'error' : ''}
          help={shown ? t(`buckets.problem.${problem.problem}`, { character: problem.character ?? '' }) : t('buckets.nameHint')}
        >
          <Input
            id="bucket-name"
            ref={nameInput}
            className="is-mono"
            autoComplete="off"
            spellCheck={false}
            maxLength={80}
            value={name}
            onChange={(event) => {
              setName(event.target.value)
              putBucket.reset()
            }}
            onPressEnter={(event) => {
              event.preventDefault()
              submit()
            }}
          />
        </Form.Item>
        <Form.Item label={t('buckets.acl')} extra={acl === 'private' ? t('buckets.aclPrivateHint') : undefined}>
          <Radio.Group
            value={acl}
            optionType="button"
            aria-label={t('buckets.acl')}
            onChange={(event) => setAcl(BucketAcl.parse(event.target.value))}
            options={BucketAcl.options.map((value) => ({ value, label: t(`common.acl.${value}`) }))}
          />
        </Form.Item>
        {acl === 'private' ? null : (
          <Alert
            className="form-alert"
            type={acl === 'public-read' ? 'warning' : 'error'}
            showIcon
            title={t(acl === 'public-read' ? 'buckets.aclPublicWarning' : 'buckets.aclPublicWriteWarning')}
          />
        )}
        {isS3 ? null : (
          <div className="form-columns">
            <Form.Item
              label={t('buckets.storageClass')}
              htmlFor="bucket-storage-class"
              extra={isArchived(storageClass) ? t('buckets.archiveHint') : undefined}
            >
              <Select
                id="bucket-storage-class"
                value={storageClass}
                onChange={setStorageClass}
                options={StorageClass.options.map((value) => ({ value, label: t(`common.storageClass.${value}`) }))}
              />
            </Form.Item>
            <Form.Item label={t('buckets.redundancy')} htmlFor="bucket-redundancy">
              <Select
                id="bucket-redundancy"
                value={dataRedundancyType}
                onChange={setRedundancy}
                options={DataRedundancyType.options.map((value) => ({ value, label: t(`common.redundancy.${value}`) }))}
              />
            </Form.Item>
          </div>
        )}
        {putBucket.error === null ? null : <ErrorNotice variant="inline" error={toCallError(putBucket.error)} onCopy={(text) => void copyText(text)} />}
      </Form>
    </Modal>
  )
}
