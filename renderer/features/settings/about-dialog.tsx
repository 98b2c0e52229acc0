import { useQuery } from '@tanstack/react-query'
import { Modal } from 'antd'
import { useTranslation } from 'react-i18next'
import { useApi, useCopyText } from '../../bridge/api.tsx'
import { PropertyList } from '../../ui/property-list.tsx'
import { appInfoQuery } from './queries.ts'

export function AboutDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation()
  const api = useApi()
  const copyText = useCopyText()
  const info = useQuery(appInfoQuery(api)).data
  return (
    <Modal open title={t('settings.about')} onCancel={onClose} footer={null} width={420} centered>
      <p className="dialog-lead">{t('settings.aboutLead')}</p>
      {info === undefined ? null : (
        <PropertyList
          onCopy={copyText}
          properties={[
            { label: t('settings.version'), value: info.version, copy: info.version, mono: true },
            { label: t('settings.electron'), value: info.electronVersion, mono: true },
            { label: t('settings.platform'), value: info.platform, mono: true },
          ]}
        />
      )}
    </Modal>
  )
}
