import { useTranslation } from 'react-i18next'
import type { AclGrant } from '../../../electron/contract/acl-grants.ts'

const logDelivery = 'http://acs.amazonaws.com/groups/s3/LogDelivery'

/** How somebody whom an ACL of S3 names is called here. */
export function useGrantee(): (grant: AclGrant) => string {
  const { t } = useTranslation()
  return ({ who, name }) => {
    if (who === 'group') return name === logDelivery ? t('access.s3.logDelivery') : name
    return who === 'everyone' || who === 'authenticated' ? t(`access.s3.grantees.${who}`) : t(`access.s3.grantees.${who}`, { name })
  }
}
