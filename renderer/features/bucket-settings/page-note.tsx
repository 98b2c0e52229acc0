import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { isBeyondCanned } from '../../../electron/contract/acl-grants.ts'
import type { BucketSetting, BucketSettingName } from '../../../electron/contract/bucket-settings.ts'
import { readStatementCount } from './model/statement-count.ts'
import { useApi } from '../../bridge/api.tsx'
import { bucketSettingQuery } from '../policy/index.ts'

interface Props {
  readonly profileId: string
  readonly bucket: string
  readonly name: BucketSettingName
}

/** How a setting stands, in a word, beside its name in the list. */
export function PageNote({ profileId, bucket, name }: Props) {
  const { t } = useTranslation()
  const api = useApi()
  const { data } = useQuery(bucketSettingQuery(api, profileId, bucket, name))
  const setting: BucketSetting | undefined = data?.setting
  if (setting === undefined) return null
  const word = (): string => {
    switch (setting.name) {
      case 'acl':
        // One that names accounts or groups is none of the three.
        return data?.grants?.some(isBeyondCanned) === true ? t('bucketSettings.short.named') : t(`common.acl.${setting.acl}`)
      case 'policy':
        return setting.text === null ? t('bucketSettings.short.none') : t('bucketSettings.short.statements', { count: readStatementCount(setting.text) })
      case 'publicAccessBlock':
        return t(setting.blockPublicAccess ? 'bucketSettings.short.on' : 'bucketSettings.short.off')
      case 'cors':
        return setting.rules.length === 0 ? t('bucketSettings.short.none') : t('bucketSettings.short.rules', { count: setting.rules.length })
      case 'referer':
        return t(setting.referers.length + setting.blacklist.length > 0 ? 'bucketSettings.short.on' : 'bucketSettings.short.off')
      case 'requestPayment':
        return t(setting.payer === 'Requester' ? 'bucketSettings.short.on' : 'bucketSettings.short.off')
      case 'tags': {
        const count = Object.keys(setting.tags).length
        return count === 0 ? t('bucketSettings.short.none') : t('bucketSettings.short.tags', { count })
      }
      case 'versioning':
        return t(`bucketSettings.short.${setting.status}`)
    }
  }
  return <span className="page-note">{word()}</span>
}
