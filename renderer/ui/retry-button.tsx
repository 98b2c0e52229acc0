import { Button } from 'antd'
import { useTranslation } from 'react-i18next'

/** Asks again for what failed. */
export function RetryButton({ query }: { readonly query: { readonly isFetching: boolean; readonly refetch: () => Promise<unknown> } }) {
  const { t } = useTranslation()
  return (
    <Button size="small" loading={query.isFetching} onClick={() => void query.refetch()}>
      {t('common.retry')}
    </Button>
  )
}
