import { ramError } from '../../model/ram-error.ts'
import { evaluateAssumeRole } from '../../policy/evaluate-identity.ts'
import { parsePolicy } from '../../policy/parse-policy.ts'
import { checkedDocument } from '../ram/ram-texts.ts'
import { type RpcAction, stsVersion as version } from '../rpc/rpc-action.ts'
import { rpcTime } from '../rpc/rpc-answer.ts'

const defaultDurationSeconds = 3600
const sessionPolicyMaxLength = 2048

/**
 * Temporary credentials for a role, also for one of another account (STS documentation, "AssumeRole"). Both sides have to
 * agree: the role's trust policy, and the policies of whoever asks.
 */
export const assumeRole: RpcAction = {
  name: 'AssumeRole',
  version,
  async run({ facts, identities, parameters, sender }) {
    const arn = /^acs:ram::(\d+):role\/([A-Za-z0-9._-]{1,64})$/.exec(parameters.required('RoleArn'))
    const [, accountId, roleName] = arn ?? []
    if (accountId === undefined || roleName === undefined) throw ramError('InvalidParameter.RoleArn')
    const sessionName = parameters.required('RoleSessionName')
    const policy = parameters.optional('Policy')
    if (policy !== undefined) {
      if (policy.length > sessionPolicyMaxLength) throw ramError('InvalidParameter.PolicySize')
      checkedDocument(policy, { kind: 'session' }, 'InvalidParameter.PolicyGrammar')
    }
    const externalId = parameters.optional('ExternalId')
    if (externalId !== undefined && !/^[\w+=,.@:/-]{2,1224}$/.test(externalId)) throw ramError('InvalidParameter', 'The parameter ExternalId is wrongly formed.')
    const { principal } = sender
    if (principal.kind === 'account') throw ramError('NoPermission', 'Roles may not be assumed by root accounts.')
    const role = identities.roles.get({ accountId, roleName })
    const trustPolicy = parsePolicy(role.assumeRolePolicyDocument, { kind: 'trust' })
    if (!evaluateAssumeRole({ principal, role: { accountId, roleName, trustPolicy }, facts: externalId === undefined ? facts : { ...facts, externalId } }).allowed) throw ramError('NoPermission')
    const made = await identities.sessions.create({
      accountId,
      roleName,
      sessionName,
      durationSeconds: parameters.integer('DurationSeconds') ?? defaultDurationSeconds,
      ...(policy === undefined ? {} : { policy }),
    })
    return {
      AssumedRoleUser: { Arn: `acs:ram::${accountId}:role/${roleName}/${sessionName}`, AssumedRoleId: `${made.roleId}:${sessionName}` },
      Credentials: {
        AccessKeyId: made.accessKeyId,
        AccessKeySecret: made.accessKeySecret,
        SecurityToken: made.securityToken,
        Expiration: rpcTime(made.expiresMs),
      },
    }
  },
}
