import { Button } from 'antd'
import { Info, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useCopyText } from '../../bridge/api.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { useNotices } from './store.ts'

export function NoticeBars() {
  const { t } = useTranslation()
  const notices = useNotices((state) => state.notices)
  const dismiss = useNotices((state) => state.dismiss)
  const reportError = useNotices((state) => state.reportError)
  const copyText = useCopyText()
  return (
    <div className="notices">
      {notices.map((notice) =>
        notice.kind === 'error' ? (
          <ErrorNotice
            key={notice.id}
            error={notice.error}
            onCopy={(text) => void copyText(text).catch(reportError)}
            onDismiss={() => dismiss(notice.id)}
          />
        ) : (
          <div key={notice.id} className="notice" role="status">
            <Info size={16} aria-hidden />
            <span className="notice-text">{t(notice.text, { name: notice.name })}</span>
            {notice.action === undefined ? null : (
              <Button
                size="small"
                onClick={() => {
                  notice.action?.run()
                  dismiss(notice.id)
                }}
              >
                {t(notice.action.label)}
              </Button>
            )}
            <IconButton label={t('shell.dismiss')} icon={<X size={14} />} onClick={() => dismiss(notice.id)} />
          </div>
        ),
      )}
    </div>
  )
}
