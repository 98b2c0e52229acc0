import type { AccountRow, IdentityRow, PolicyRow, RoleRow, UserRow } from '../metadata/metadata-store.ts'
import { type Check, report } from './check-context.ts'

/**
 * Whether identities fit together: each belongs to an account that is there, names are unique within it, what is attached
 * exists, and each key pair has its holder. Sessions without their role mean nobody and wait for the sweep: no problem.
 */
export function checkIdentities(check: Check): void {
  const rows = [...check.reader.identities()]
  const keys = [...check.reader.accessKeys()]
  const accounts = new Map(rows.filter((row): row is AccountRow => row.kind === 'account').map((row) => [row.accountId, row]))
  const users = new Map(rows.filter((row): row is UserRow => row.kind === 'user').map((row) => [row.userId, row]))
  const policies = new Set(rows.filter((row): row is PolicyRow => row.kind === 'policy').map((row) => `${row.accountId}/${row.policyName}`))
  const problem = (subject: string, detail: string) => {
    report(check, 'wrong-identity', subject, detail)
  }

  const own = [...accounts.values()].filter((account) => account.isOwn).length
  // A store that was made before accounts had rows gets its own when it is opened.
  if (own > 1 || (own === 0 && rows.length > 0)) problem('accounts', `${own} accounts are the store's own`)
  const names = new Set<string>()
  for (const row of rows) {
    if (!accounts.has(row.accountId)) problem(nameOf(row), `its account ${row.accountId} does not exist`)
    if (names.has(nameOf(row))) problem(nameOf(row), 'there is another one of this name')
    names.add(nameOf(row))
    if (row.kind === 'policy' && !row.versions.some((version) => version.versionId === row.defaultVersion)) {
      problem(nameOf(row), `its default version ${row.defaultVersion} does not exist`)
    }
    for (const { userId } of row.kind === 'group' ? row.members : []) {
      if (users.get(userId)?.accountId !== row.accountId) problem(nameOf(row), `its user ${userId} is not one of its account`)
    }
    for (const { policyType, policyName } of attachmentsOf(row)) {
      if (policyType === 'Custom' && !policies.has(`${row.accountId}/${policyName}`)) problem(nameOf(row), `the policy ${policyName} it has does not exist`)
    }
  }
  for (const key of keys) {
    const user = key.userId === undefined ? undefined : users.get(key.userId)
    if (rows.length > 0 && !accounts.has(key.owner.id)) problem(`AccessKey ${key.accessKeyId}`, `its account ${key.owner.id} does not exist`)
    else if (key.userId !== undefined && user?.accountId !== key.owner.id) problem(`AccessKey ${key.accessKeyId}`, `its user ${key.userId} is not one of its account`)
  }
}

function attachmentsOf(row: IdentityRow): (UserRow | RoleRow)['policies'] {
  return row.kind === 'user' || row.kind === 'group' || row.kind === 'role' ? row.policies : []
}

function nameOf(row: IdentityRow): string {
  switch (row.kind) {
    case 'account':
      return `account ${row.accountId}`
    case 'user':
      return `user ${row.accountId}/${row.userName}`
    case 'group':
      return `group ${row.accountId}/${row.groupName}`
    case 'role':
      return `role ${row.accountId}/${row.roleName}`
    case 'policy':
      return `policy ${row.accountId}/${row.policyName}`
  }
}
