import { ossError } from '../model/oss-error.ts'
import type { RequestContext } from './request-context.ts'

/** The account a request on the service is about: that of whoever sent it. @throws OssError AccessDenied */
export function requireAccountId({ identity }: Pick<RequestContext, 'identity'>): string {
  if (identity.kind === 'anonymous') throw ossError('AccessDenied')
  return identity.owner.id
}
