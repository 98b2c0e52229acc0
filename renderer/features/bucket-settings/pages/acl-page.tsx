import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { Globe, Lock, ShieldCheck } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { isBeyondCanned, isOpenGrant } from '../../../../electron/contract/acl-grants.ts'
import { BucketAcl } from '../../../../storage-core/model/acl.ts'
import { isPublicAcl } from '../../../../storage-core/policy/public-access.ts'
import { useApi } from '../../../bridge/api.tsx'
import { GrantsTable } from '../../access-overview/index.ts'
import { bucketSettingQuery } from '../../policy/index.ts'
import { ChoiceCards } from '../choice-cards.tsx'
import type { PageProps } from '../page-props.ts'
import { SettingPage } from '../setting-page.tsx'
import { useAccessAround } from '../use-access-around.ts'

/** Whether everyone may read or write the bucket's objects. */
export function AclPage(props: PageProps) {
  const { t } = useTranslation()
  const { profileId, bucket, service, drafts } = props
  const { blockPublicAccess } = useAccessAround(profileId, bucket, service)
  const { grants = [] } = useQuery(bucketSettingQuery(useApi(), profileId, bucket, 'acl')).data ?? {}
  const isS3 = service === 's3'
  const isNamed = grants.some(isBeyondCanned)
  const isWritten = useStore(drafts, ({ forms }) => forms.acl !== undefined)
  const stateText = (acl: BucketAcl): string => {
    if (!isS3) return t(`bucketSettings.acl.state.${acl}`)
    return t(acl === 'private' && grants.some(isOpenGrant) ? 'access.s3.aclAuthenticated' : `access.s3.acl.${acl}`)
  }
  return (
    <SettingPage
      {...props}
      name="acl"
      meaning={t(isS3 ? 'bucketSettings.acl.meaningS3' : 'bucketSettings.acl.meaning')}
      stateOf={({ acl }) =>
        isPublicAcl(acl) && blockPublicAccess === true
          ? { tone: 'ok', text: t('bucketSettings.acl.blocked') }
          : { tone: isPublicAcl(acl) || grants.some(isOpenGrant) ? 'warn' : 'ok', text: stateText(acl) }
      }
    >
      {({ form, saved, onChange }) => (
        <>
          <ChoiceCards
            label={t('bucketSettings.pages.acl')}
            value={isNamed && !isWritten ? undefined : form.acl}
            choices={BucketAcl.options.map((value) => ({
              value,
              label: t(`common.acl.${value}`),
              hint: isS3 ? t(`bucketSettings.acl.choicesS3.${value}`) : t(`bucketSettings.acl.choices.${value}`),
              icon: isPublicAcl(value) ? <Globe size={14} aria-hidden /> : <Lock size={14} aria-hidden />,
              // What the bucket has already can be chosen again.
              disabledReason: isPublicAcl(value) && blockPublicAccess === true && value !== saved.acl ? t('bucketSettings.acl.refused') : undefined,
            }))}
            onChange={(acl) => onChange({ ...form, acl })}
          />
          {isNamed ? (
            <>
              <GrantsTable grants={grants} />
              <p className="form-hint">{t('bucketSettings.acl.grantsHint')}</p>
            </>
          ) : null}
          {blockPublicAccess === true ? (
            <Button size="small" icon={<ShieldCheck size={14} />} onClick={() => props.onShowPage('publicAccessBlock')}>
              {t('bucketSettings.acl.showBlock')}
            </Button>
          ) : null}
        </>
      )}
    </SettingPage>
  )
}
