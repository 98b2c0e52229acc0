import type { TFunction } from 'i18next'
import type { ObjectVersion, VersionAuthor } from '../../../electron/contract/versions.ts'

type Owner = ObjectVersion['owner']

/** Who wrote a version in a word or two, for a row; empty where it is not known. */
export function authorName(author: VersionAuthor | undefined, t: TFunction): string {
  switch (author?.kind) {
    case undefined:
    case 'unknown':
      return ''
    case 'anonymous':
      return t('versions.author.anonymousName')
    case 'lifecycle':
      return t('versions.author.ruleName', { rule: author.ruleId })
    case 'account':
      return author.accessKeyId === undefined ? t('versions.author.appName') : t('versions.author.accountName', { account: author.accountId })
    case 'user':
      return author.userName
    case 'role':
      return `${author.roleName} / ${author.sessionName}`
  }
}

/** The same in full: of which account where that is another one than the owner's, and with which key. Undefined while it is asked. */
export function authorSentence(author: VersionAuthor | undefined, owner: Owner, t: TFunction): string | undefined {
  switch (author?.kind) {
    case undefined:
      return undefined
    case 'unknown': {
      const name = owner === undefined ? undefined : owner.displayName === '' ? owner.id : owner.displayName
      const reason = t(`versions.author.unknown.${author.reason}`)
      return name === undefined ? reason : t('versions.author.belongsTo', { reason, owner: name })
    }
    case 'anonymous':
      return t('versions.author.anonymous')
    case 'lifecycle':
      return t('versions.author.rule', { rule: author.ruleId })
    case 'account':
      return author.accessKeyId === undefined ? t('versions.author.app', { account: author.accountId }) : withKey(t('versions.author.account', { account: author.accountId }), author.accessKeyId, t)
    case 'user':
      return withKey(ofAccount(t('versions.author.user', { user: author.userName }), author.accountId, owner, t), author.accessKeyId, t)
    case 'role':
      return withKey(ofAccount(t('versions.author.role', { role: author.roleName, session: author.sessionName }), author.accountId, owner, t), author.accessKeyId, t)
  }
}

function ofAccount(who: string, accountId: string, owner: Owner, t: TFunction): string {
  return owner === undefined || owner.id === accountId ? who : t('versions.author.ofAccount', { who, account: accountId })
}

function withKey(who: string, accessKeyId: string | undefined, t: TFunction): string {
  return accessKeyId === undefined ? who : t('versions.author.withKey', { who, key: accessKeyId })
}
