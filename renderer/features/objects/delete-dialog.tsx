import { useQuery } from '@tanstack/react-query'
import { Button, Modal, Skeleton } from 'antd'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useApi, useCopyText } from '../../bridge/api.tsx'
import { toCallError } from '../../bridge/call-error.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { nameOf } from '../../ui/names.ts'
import { useFormat } from '../../ui/use-format.ts'
import { bucketInfoQuery } from '../buckets/index.ts'
import { useListingReader } from './listing-context.tsx'
import { useObjectsStore } from './store.ts'
import { selectionForJob, summaryOfNamed } from './selection-for-job.ts'
import { useObjectActions } from './use-object-actions.ts'

/** Names what is lost before anything is deleted. The safe button has the focus. */
export function DeleteDialog() {
  const { t } = useTranslation()
  const api = useApi()
  const format = useFormat()
  const copyText = useCopyText()
  const read = useListingReader()
  const close = useObjectsStore((state) => state.hideDialog)
  const actions = useObjectActions()
  const cancelButton = useRef<HTMLButtonElement>(null)
  // What was chosen when the dialog opened, whatever the list does meanwhile.
  const [selection] = useState(() => selectionForJob(read()))
  const [named] = useState(() => summaryOfNamed(read()))
  const [place] = useState(() => read().place)
  const profileId = place?.profileId ?? ''
  const bucket = place?.bucket ?? ''
  const summary = useQuery({
    queryKey: ['delete-summary', profileId, bucket, selection],
    queryFn: ({ signal }) =>
      selection === undefined ? { objects: 0, folders: 0, bytes: 0 } : api.listing.summarizeSelection({ profileId, bucket, selection }, { signal }),
    enabled: named === undefined,
    initialData: named,
    gcTime: 0,
  })
  const versioning = useQuery(bucketInfoQuery(api, profileId, bucket)).data?.versioning
  if (selection === undefined) return null
  const [onlyName] = selection.kind === 'names' && selection.keys.length + selection.prefixes.length === 1 ? [...selection.keys, ...selection.prefixes] : []
  const count = (summary.data?.objects ?? 0) + (summary.data?.folders ?? 0)
  const title = onlyName === undefined ? t('objects.deleteTitle', { count }) : t('objects.deleteTitleName', { name: nameOf(onlyName) })
  return (
    <Modal
      open
      centered
      width={440}
      title={summary.isPending && onlyName === undefined ? t('objects.counting') : title}
      onCancel={close}
      afterOpenChange={(isOpen) => {
        if (isOpen) cancelButton.current?.focus()
      }}
      footer={[
        <Button key="cancel" ref={cancelButton} onClick={close}>
          {t('common.cancel')}
        </Button>,
        <Button
          key="delete"
          type="primary"
          danger
          disabled={!summary.isSuccess}
          onClick={() => {
            close()
            void actions.confirmDelete(selection)
          }}
          data-testid="delete-confirm"
        >
          {onlyName === undefined && summary.isSuccess ? t('objects.deleteAction', { count }) : t('common.delete')}
        </Button>,
      ]}
    >
      {summary.isPending ? <Skeleton active title={false} paragraph={{ rows: 2 }} /> : null}
      {summary.data === undefined ? null : (
        <ul className="losses">
          {summary.data.objects > 0 ? (
            <li>{t('objects.deleteObjects', { objects: t('common.objectCount', { count: summary.data.objects }), size: format.bytes(summary.data.bytes) })}</li>
          ) : null}
          {summary.data.folders > 0 ? <li>{t('objects.deleteFolders', { count: summary.data.folders })}</li> : null}
        </ul>
      )}
      <p className="dialog-lead">{t(versioning === 'Enabled' ? 'objects.deleteVersioned' : 'objects.deleteLost')}</p>
      {summary.error === null ? null : <ErrorNotice variant="inline" error={toCallError(summary.error)} onCopy={(text) => void copyText(text)} />}
    </Modal>
  )
}
