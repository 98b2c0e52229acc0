import type { BucketAcl } from '../model/acl.ts'
import { isPublicAcl } from '../policy/public-access.ts'
import type { RequestContext } from './request-context.ts'
import { publicAccessBlocked } from './settings/public-access-block.ts'

/** An account that blocks public access makes no public buckets. @throws OssError AccessDenied */
export async function assertMayCreate({ engine }: Pick<RequestContext, 'engine'>, acl: BucketAcl | undefined, accountId: string): Promise<void> {
  if (acl === undefined || !isPublicAcl(acl)) return
  const setting = await engine.getAccountSetting({ accountId, name: 'publicAccessBlock' })
  if (setting?.blockPublicAccess === true) throw publicAccessBlocked('bucket acl')
}
