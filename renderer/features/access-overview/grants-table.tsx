import { useTranslation } from 'react-i18next'
import { isOpenGrant, type AclGrant } from '../../../electron/contract/acl-grants.ts'
import { useGrantee } from './use-grantee.ts'

/** Whom a bucket's ACL names, and what each may do. */
export function GrantsTable({ grants }: { readonly grants: readonly AclGrant[] }) {
  const { t } = useTranslation()
  const granteeOf = useGrantee()
  return (
    <table className="access-table is-statements is-worded">
      <caption className="section-title">{t('access.s3.grants')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('access.s3.columns.who')}</th>
          <th scope="col">{t('access.s3.may')}</th>
        </tr>
      </thead>
      <tbody>
        {grants.map((grant) => (
          <tr key={`${grant.who} ${grant.name} ${grant.permission}`}>
            <th scope="row" className={isOpenGrant(grant) ? 'is-warn' : ''}>
              {granteeOf(grant)}
            </th>
            <td>{t(`access.s3.permissions.${grant.permission}`)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
