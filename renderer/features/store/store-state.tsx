import { Button, Spin } from 'antd'
import { FolderOpen } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { StoreStatus } from '../../../electron/contract/store-status.ts'
import { useApi, useCopyText } from '../../bridge/api.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { useNotices } from '../notices/index.ts'
import { useRestartStore } from './queries.ts'

export function LocalStoreActions({ size = 'middle' }: { readonly size?: 'small' | 'middle' }) {
  const { t } = useTranslation()
  const api = useApi()
  const reportError = useNotices((state) => state.reportError)
  return (
    <Button size={size} icon={<FolderOpen size={14} />} onClick={() => void api.store.openDataFolder({}).catch(reportError)}>
      {t('store.openDataFolder')}
    </Button>
  )
}

/** In place of the content while the store is not running: what happened, and the button that helps. */
export function StoreStateNotice({ status }: { readonly status: Exclude<StoreStatus, { state: 'ready' }> }) {
  const { t } = useTranslation()
  const restart = useRestartStore()
  const copyText = useCopyText()
  if (status.state === 'starting') {
    return <EmptyState icon={<Spin />} title={t('store.starting')} />
  }
  const portTaken = status.error.code === 'StorePortTaken'
  const port = status.error.details?.['Port']
  return (
    <ErrorNotice
      variant="page"
      error={status.error}
      title={portTaken && port !== undefined ? t('store.portTakenTitle', { port }) : t('store.failedTitle')}
      onCopy={(text) => void copyText(text)}
      action={
        <>
          {portTaken ? (
            <Button type="primary" loading={restart.isPending} onClick={() => restart.mutate({ port: 0 })}>
              {t('store.useFreePort')}
            </Button>
          ) : null}
          <Button type={portTaken ? 'default' : 'primary'} loading={restart.isPending && !portTaken} onClick={() => restart.mutate({})}>
            {t('store.startAgain')}
          </Button>
          <LocalStoreActions />
        </>
      }
    />
  )
}
