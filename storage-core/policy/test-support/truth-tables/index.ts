import { acls } from './acls.ts'
import { bucketPolicies } from './bucket-policies.ts'
import { conditions } from './conditions.ts'
import { identities } from './identities.ts'
import type { Table } from './table.ts'

export const tables: readonly Table[] = [...acls, ...bucketPolicies, ...identities, ...conditions]
