import { useQuery } from '@tanstack/react-query'
import { Button, Input, Modal, Radio, Skeleton } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OssErrorWire } from '../../../electron/contract/error-wire.ts'
import type { ObjectVersion, OlderThan } from '../../../electron/contract/versions.ts'
import { useApi, useCopyText } from '../../bridge/api.tsx'
import { toCallError } from '../../bridge/call-error.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { useFormat } from '../../ui/use-format.ts'
import { versionName } from './version-mark.ts'

interface Props {
  readonly name: string
  readonly sessionId: string
  /** Changes while the history is still being read, so that the count is made again. */
  readonly revision: string
  readonly row: ObjectVersion
  /** The versions next to it in the history. */
  readonly beside: readonly (ObjectVersion | undefined)[]
  readonly onDelete: (olderThan: string) => Promise<unknown>
  readonly onClose: () => void
}

/** Midnight at the beginning of a day here, of a date field's text; undefined for none. */
const startOfDay = (text: string): number | undefined => {
  const timeMs = new Date(`${text}T00:00:00`).getTime()
  return Number.isNaN(timeMs) ? undefined : timeMs
}

/** Deletes everything older than a version or a day, after saying how much that is; nothing brings it back, so its name is typed. */
export function DeleteOlderDialog({ name, sessionId, revision, row, beside, onDelete, onClose }: Props) {
  const { t } = useTranslation()
  const api = useApi()
  const format = useFormat()
  const copyText = useCopyText()
  const [by, setBy] = useState<'version' | 'time'>('version')
  const [day, setDay] = useState('')
  const [typed, setTyped] = useState('')
  const [failure, setFailure] = useState<OssErrorWire>()
  const [isRunning, setRunning] = useState(false)
  const beforeMs = startOfDay(day)
  const than: OlderThan | undefined = by === 'version' ? { kind: 'version', versionId: row.versionId } : beforeMs === undefined ? undefined : { kind: 'time', beforeMs }
  const counted = useQuery({
    queryKey: ['versions', 'older', sessionId, revision, than],
    queryFn: ({ signal }) => (than === undefined ? null : api.versions.countOlder({ sessionId, than }, { signal })),
    placeholderData: (former) => former,
    gcTime: 0,
  })
  const older = than === undefined ? null : (counted.data ?? null)
  const isNone = older !== null && older.keptId === null
  const keptId = older?.keptId ?? null
  const isReady = older !== null && older.complete && keptId !== null && typed === name && !counted.isPlaceholderData
  const run = async () => {
    if (keptId === null) return
    setRunning(true)
    try {
      await onDelete(keptId)
      onClose()
    } catch (thrown) {
      setFailure(toCallError(thrown))
      setRunning(false)
    }
  }
  const error = failure ?? (counted.error === null ? undefined : toCallError(counted.error))
  return (
    <Modal
      open
      centered
      width={520}
      title={t('versions.older.title', { name })}
      onCancel={onClose}
      footer={[
        <Button key="cancel" onClick={onClose}>
          {t('common.cancel')}
        </Button>,
        <Button key="delete" type="primary" danger disabled={!isReady} loading={isRunning} onClick={() => void run()} data-testid="delete-older-confirm">
          {older === null || isNone ? t('common.delete') : t('versions.older.action', { count: older.versions + older.deleteMarkers })}
        </Button>,
      ]}
    >
      <Radio.Group
        className="older-choices"
        value={by}
        onChange={(event) => setBy(event.target.value === 'time' ? 'time' : 'version')}
        options={[
          { value: 'version', label: t('versions.older.thanVersion', { time: versionName(row, beside, format) }) },
          { value: 'time', label: t('versions.older.thanDay') },
        ]}
      />
      {by === 'time' ? <input type="date" className="older-day" aria-label={t('versions.older.day')} value={day} onChange={(event) => setDay(event.target.value)} /> : null}
      {counted.isPending ? <Skeleton active title={false} paragraph={{ rows: 2 }} /> : null}
      {older === null ? null : isNone ? (
        <p className="dialog-lead">{t('versions.older.none')}</p>
      ) : (
        <>
          <ul className="losses" data-testid="older-losses">
            <li>{t('versions.older.versions', { count: older.versions, size: format.bytes(older.bytes) })}</li>
            {older.deleteMarkers === 0 ? null : <li>{t('versions.older.markers', { count: older.deleteMarkers })}</li>}
          </ul>
          <p className="dialog-lead">{t(older.complete ? 'versions.older.lost' : 'versions.older.counting')}</p>
          <label className="older-name">
            <span>{t('versions.older.typeName', { name })}</span>
            <Input value={typed} maxLength={1023} autoComplete="off" spellCheck={false} onChange={(event) => setTyped(event.target.value)} />
          </label>
        </>
      )}
      {error === undefined ? null : <ErrorNotice variant="inline" error={error} onCopy={(text) => void copyText(text)} />}
    </Modal>
  )
}
