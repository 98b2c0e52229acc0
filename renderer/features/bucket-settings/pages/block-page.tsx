import { useQuery } from '@tanstack/react-query'
import { Switch } from 'antd'
import { Globe, Lock, TriangleAlert, Unlock } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { s3BlockSwitches } from '../../../../electron/contract/setting-request.ts'
import { isPublicAcl } from '../../../../storage-core/policy/public-access.ts'
import { useApi } from '../../../bridge/api.tsx'
import { toCallError } from '../../../bridge/call-error.ts'
import { accountBlockQuery } from '../../policy/index.ts'
import type { PageProps } from '../page-props.ts'
import { SettingPage } from '../setting-page.tsx'
import { useAccessAround } from '../use-access-around.ts'

const isOn = (document: string, name: string): boolean => new RegExp(`<${name}>\\s*true\\s*</${name}>`).test(document)

/** The lock above everything public. */
export function BlockPage(props: PageProps) {
  const { t } = useTranslation()
  const { acl, policyIsPublic } = useAccessAround(props.profileId, props.bucket, props.service)
  const account = useQuery(accountBlockQuery(useApi(), props.profileId))
  // A service without such a setting says so itself.
  const isAccountUnread = account.error !== null && toCallError(account.error).code !== 'NotImplemented'
  const isAccountOn = account.data?.blockPublicAccess === true
  const aclOpens = acl !== undefined && isPublicAcl(acl)
  return (
    <SettingPage
      {...props}
      name="publicAccessBlock"
      meaning={t('bucketSettings.publicAccessBlock.meaning')}
      stateOf={({ blockPublicAccess }) => {
        if (blockPublicAccess || isAccountOn) return { tone: 'ok', text: t('bucketSettings.publicAccessBlock.on') }
        return aclOpens || policyIsPublic === true ? { tone: 'warn', text: t('bucketSettings.publicAccessBlock.offPublic') } : { tone: 'off', text: t('bucketSettings.publicAccessBlock.off') }
      }}
    >
      {({ form, document = '', onChange }) => {
        const partly = props.service === 's3' && !form.blockPublicAccess ? s3BlockSwitches.filter((name) => isOn(document, name)) : []
        return (
          <>
            <label className="switch-row">
              <Switch checked={form.blockPublicAccess} onChange={(blockPublicAccess) => onChange({ ...form, blockPublicAccess })} />
              <span>{t('bucketSettings.publicAccessBlock.switch')}</span>
            </label>
            {partly.length === 0 ? null : (
              <p className="review-warning">
                <TriangleAlert size={15} className="is-warn" aria-hidden />
                <span>{t('bucketSettings.publicAccessBlock.partly', { names: partly.join(', ') })}</span>
              </p>
            )}
            <h3 className="setting-subtitle">{t('bucketSettings.publicAccessBlock.counts')}</h3>
            <ul className="fact-list">
              {acl === undefined ? null : (
                <li>
                  {aclOpens ? <Globe size={14} className="is-warn" aria-hidden /> : <Lock size={14} className="is-secondary" aria-hidden />}
                  {aclOpens ? t('bucketSettings.publicAccessBlock.aclPublic', { acl: t(`common.acl.${acl}`) }) : t('bucketSettings.publicAccessBlock.aclPrivate')}
                </li>
              )}
              {policyIsPublic === undefined ? null : (
                <li>
                  {policyIsPublic ? <Globe size={14} className="is-warn" aria-hidden /> : <Lock size={14} className="is-secondary" aria-hidden />}
                  {t(policyIsPublic ? 'bucketSettings.publicAccessBlock.policyPublic' : 'bucketSettings.publicAccessBlock.policyPrivate')}
                </li>
              )}
              {account.data === undefined ? null : (
                <li>
                  {isAccountOn ? <Lock size={14} className="is-ok" aria-hidden /> : <Unlock size={14} className="is-secondary" aria-hidden />}
                  {t(isAccountOn ? 'bucketSettings.publicAccessBlock.accountOn' : 'bucketSettings.publicAccessBlock.accountOff')}
                </li>
              )}
              {isAccountUnread ? (
                <li>
                  <TriangleAlert size={14} className="is-warn" aria-hidden />
                  {t('bucketSettings.publicAccessBlock.accountUnread')}
                </li>
              ) : null}
            </ul>
            <p className="form-hint">{t('bucketSettings.publicAccessBlock.objects')}</p>
          </>
        )
      }}
    </SettingPage>
  )
}
