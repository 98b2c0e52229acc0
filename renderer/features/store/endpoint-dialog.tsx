import { Modal } from 'antd'
import { useTranslation } from 'react-i18next'
import { useCopyText } from '../../bridge/api.tsx'
import { PropertyList } from '../../ui/property-list.tsx'
import { EndpointValues, Snippets } from './endpoint-details.tsx'
import { useStoreStatus } from './queries.ts'
import { LocalStoreActions, StoreStateNotice } from './store-state.tsx'

export function EndpointDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation()
  const status = useStoreStatus()
  const copyText = useCopyText()
  return (
    <Modal open title={t('store.endpointTitle')} onCancel={onClose} footer={null} width={600} centered>
      {status.state === 'ready' ? (
        <>
          <p className="dialog-lead">{t('store.endpointLead')}</p>
          <EndpointValues status={status} />
          <PropertyList
            onCopy={copyText}
            properties={[{ label: t('store.dataFolder'), value: status.dataFolder, copy: status.dataFolder, mono: true }]}
          />
          <div className="dialog-inline-actions">
            <LocalStoreActions />
          </div>
          <h2 className="section-title">{t('store.snippets')}</h2>
          <Snippets status={status} />
        </>
      ) : (
        <StoreStateNotice status={status} />
      )}
    </Modal>
  )
}
