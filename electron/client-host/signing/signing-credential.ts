import type { SigningCredential } from '../../../storage-core/signature/sign.ts'
import type { Credential } from '../../contract/host-messages.ts'

/** A key as the signers take it: a token is there or it is not. */
export function signingCredential({ securityToken, ...pair }: Credential): SigningCredential {
  return securityToken === undefined ? pair : { ...pair, securityToken }
}
