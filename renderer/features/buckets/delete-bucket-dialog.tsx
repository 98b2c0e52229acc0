import { useQuery } from '@tanstack/react-query'
import { Button, Modal, Skeleton } from 'antd'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useApi, useCopyText } from '../../bridge/api.tsx'
import { toCallError } from '../../bridge/call-error.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { useFormat } from '../../ui/use-format.ts'
import { leaveBucket, useNavigation } from '../navigation/index.ts'
import { bucketStatQuery, countingError, useDeleteBucket } from './queries.ts'

interface Props {
  readonly profileId: string
  readonly bucket: string
  readonly onClose: () => void
}

/** Says what is lost, or why it cannot be done. The safe button has the focus. */
export function DeleteBucketDialog({ profileId, bucket, onClose }: Props) {
  const { t } = useTranslation()
  const api = useApi()
  const format = useFormat()
  const copyText = useCopyText()
  const open = useNavigation((state) => state.open)
  const stat = useQuery(bucketStatQuery(api, profileId, bucket))
  const deleteBucket = useDeleteBucket()
  const cancelButton = useRef<HTMLButtonElement>(null)

  const objectCount = stat.data?.objectCount ?? 0
  const uploadCount = stat.data?.multipartUploadCount ?? 0
  const refused = objectCount > 0 || uploadCount > 0
  const error = deleteBucket.error ?? countingError(stat.error)
  const confirm = () =>
    deleteBucket.mutate(
      { profileId, bucket },
      {
        onSuccess: () => {
          leaveBucket(profileId, bucket)
          onClose()
        },
      },
    )
  return (
    <Modal
      open
      centered
      width={440}
      title={t('buckets.deleteTitle', { bucket })}
      onCancel={onClose}
      afterOpenChange={(isOpen) => {
        if (isOpen) cancelButton.current?.focus()
      }}
      footer={[
        <Button key="cancel" ref={cancelButton} onClick={onClose}>
          {t(refused ? 'common.close' : 'common.cancel')}
        </Button>,
        refused ? (
          <Button
            key="show"
            type="primary"
            onClick={() => {
              onClose()
              open({ profileId, bucket, prefix: '' })
            }}
          >
            {t('buckets.showObjects')}
          </Button>
        ) : (
          <Button key="delete" type="primary" danger disabled={stat.isPending} loading={deleteBucket.isPending} onClick={confirm}>
            {t('buckets.deleteAction')}
          </Button>
        ),
      ]}
    >
      {stat.isPending ? (
        <Skeleton active title={false} paragraph={{ rows: 2 }} />
      ) : (
        <p className="dialog-lead">
          {objectCount > 0
            ? `${t('buckets.deleteNotEmpty', { objects: t('common.objectCount', { count: objectCount }), size: format.bytes(stat.data?.storageBytes ?? 0) })} ${t('buckets.deleteNotEmptyNext')}`
            : uploadCount > 0
              ? t('buckets.deleteUploads', { count: uploadCount })
              : stat.isError
                ? null
                : t('buckets.deleteEmpty')}
        </p>
      )}
      {error === null ? null : <ErrorNotice variant="inline" error={toCallError(error)} onCopy={(text) => void copyText(text)} />}
    </Modal>
  )
}
