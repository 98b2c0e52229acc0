import type { SigningCredential } from '../signature/sign.ts'
import { rpcClient } from './rpc-client.ts'
import { accessKey } from './test-store.ts'

const ram = '2015-05-01'
const sts = '2015-04-01'

export interface Person {
  readonly credential: SigningCredential
  /** The UID that a bucket policy names. */
  readonly id: string
}

export interface TestPeople {
  /** Of the account that owns the store. */
  readonly ownerId: string
  createAccount(): Promise<Person>
  /** Of the store's account, with a policy of their own when there is one. */
  createUser(policy?: object): Promise<Person>
  /** Somebody who assumed a role of the store's account. */
  assumeRole(policy: object, sessionPolicy?: object): Promise<Person>
}

/** Accounts, RAM users and roles of a running store, made through its own RAM and STS. */
export async function createTestPeople(port: number): Promise<TestPeople> {
  const root = rpcClient(port, accessKey)
  const { AccountId: ownerId } = (await root(sts, 'GetCallerIdentity')) as { AccountId: string }
  let next = 0
  const policyNamed = async (document: object) => {
    const PolicyName = `policy-${++next}`
    await root(ram, 'CreatePolicy', { PolicyName, PolicyDocument: JSON.stringify(document) })
    return { PolicyType: 'Custom', PolicyName }
  }
  const people: TestPeople = {
    ownerId,
    async createAccount() {
      const { Account, AccessKey } = (await root(ram, 'CreateAccount', { DisplayName: `account-${++next}` })) as {
        Account: { AccountId: string }
        AccessKey: { AccessKeyId: string; AccessKeySecret: string }
      }
      return { id: Account.AccountId, credential: { accessKeyId: AccessKey.AccessKeyId, accessKeySecret: AccessKey.AccessKeySecret } }
    },
    async createUser(policy) {
      const UserName = `user-${++next}`
      const { User } = (await root(ram, 'CreateUser', { UserName })) as { User: { UserId: string } }
      if (policy !== undefined) await root(ram, 'AttachPolicyToUser', { ...(await policyNamed(policy)), UserName })
      const { AccessKey } = (await root(ram, 'CreateAccessKey', { UserName })) as { AccessKey: { AccessKeyId: string; AccessKeySecret: string } }
      return { id: User.UserId, credential: { accessKeyId: AccessKey.AccessKeyId, accessKeySecret: AccessKey.AccessKeySecret } }
    },
    async assumeRole(policy, sessionPolicy) {
      const RoleName = `role-${++next}`
      const trust = { Version: '1', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { RAM: [`acs:ram::${ownerId}:root`] } }] }
      const { Role } = (await root(ram, 'CreateRole', { RoleName, AssumeRolePolicyDocument: JSON.stringify(trust) })) as { Role: { Arn: string; RoleId: string } }
      await root(ram, 'AttachPolicyToRole', { ...(await policyNamed(policy)), RoleName })
      // A root account may not assume roles.
      const user = await people.createUser({ Version: '1', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' }] })
      const { Credentials } = (await rpcClient(port, user.credential)(sts, 'AssumeRole', {
        RoleArn: Role.Arn,
        RoleSessionName: 'session',
        ...(sessionPolicy === undefined ? {} : { Policy: JSON.stringify(sessionPolicy) }),
      })) as { Credentials: { AccessKeyId: string; AccessKeySecret: string; SecurityToken: string } }
      return {
        id: `arn:sts::${ownerId}:assumed-role/${RoleName}/session`,
        credential: { accessKeyId: Credentials.AccessKeyId, accessKeySecret: Credentials.AccessKeySecret, securityToken: Credentials.SecurityToken },
      }
    },
  }
  return people
}
