import { Button, Spin } from 'antd'
import { useTranslation } from 'react-i18next'
import { placeName } from './place-name.ts'
import { useWriteFlow } from './write-flow.ts'

/** A bar for each drop whose target is still being compared. */
export function PendingUploads() {
  const { t } = useTranslation()
  const pending = useWriteFlow((state) => state.pending)
  return pending
    .filter((upload) => upload.found === undefined)
    .map((upload) => (
      <div key={upload.id} className="notice is-late" role="status">
        <Spin size="small" />
        <span className="notice-text">
          {t('transfers.looking', { count: upload.count, target: placeName(upload.place.bucket, upload.place.prefix) })}
        </span>
        <Button size="small" type="text" onClick={upload.cancel}>
          {t('common.cancel')}
        </Button>
      </div>
    ))
}
