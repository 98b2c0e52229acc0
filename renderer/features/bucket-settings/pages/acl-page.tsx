import { Button } from 'antd'
import { Globe, Lock, ShieldCheck } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { BucketAcl } from '../../../../storage-core/model/acl.ts'
import { isPublicAcl } from '../../../../storage-core/policy/public-access.ts'
import { ChoiceCards } from '../choice-cards.tsx'
import type { PageProps } from '../page-props.ts'
import { SettingPage } from '../setting-page.tsx'
import { useAccessAround } from '../use-access-around.ts'

/** Whether everyone may read or write the bucket's objects. */
export function AclPage(props: PageProps) {
  const { t } = useTranslation()
  const { blockPublicAccess } = useAccessAround(props.profileId, props.bucket)
  return (
    <SettingPage
      {...props}
      name="acl"
      meaning={t('bucketSettings.acl.meaning')}
      stateOf={({ acl }) =>
        isPublicAcl(acl) && blockPublicAccess === true
          ? { tone: 'ok', text: t('bucketSettings.acl.blocked') }
          : { tone: isPublicAcl(acl) ? 'warn' : 'ok', text: t(`bucketSettings.acl.state.${acl}`) }
      }
    >
      {({ form, saved, onChange }) => (
        <>
          <ChoiceCards
            label={t('bucketSettings.pages.acl')}
            value={form.acl}
            choices={BucketAcl.options.map((value) => ({
              value,
              label: t(`common.acl.${value}`),
              hint: t(`bucketSettings.acl.choices.${value}`),
              icon: isPublicAcl(value) ? <Globe size={14} aria-hidden /> : <Lock size={14} aria-hidden />,
              // What the bucket has already can be chosen again.
              disabledReason: isPublicAcl(value) && blockPublicAccess === true && value !== saved.acl ? t('bucketSettings.acl.refused') : undefined,
            }))}
            onChange={(acl) => onChange({ ...form, acl })}
          />
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
