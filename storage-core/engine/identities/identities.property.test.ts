import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isRamError } from '../../model/ram-error.ts'
import { allowAll, createIdentityFixture, denyAll, type IdentityFixture, trustEveryone } from '../test-support/identity-fixture.ts'
import type { IdentityEngine, KeyHolder, PolicyTarget } from './identity-engine.ts'
import { identityLimits } from './identity-limits.ts'

const names = ['a', 'b'] as const
const policyNames = ['p', 'q'] as const
const name = fc.constantFrom(...names)
const target = fc.record({ kind: fc.constantFrom('user', 'role'), name })
const pick = fc.nat({ max: 9 })
const step = fc.oneof(
  fc.record({ kind: fc.constantFrom('create-user', 'remove-user', 'create-key', 'create-role', 'remove-role', 'assume'), name }),
  fc.record({ kind: fc.constantFrom('disable-key', 'enable-key', 'remove-key'), name, pick }),
  fc.record({ kind: fc.constantFrom('create-policy', 'remove-policy', 'deny-all'), policy: fc.constantFrom(...policyNames) }),
  fc.record({ kind: fc.constantFrom('attach', 'detach'), target, policy: fc.constantFrom(...policyNames) }),
  fc.record({ kind: fc.constant('wait'), seconds: fc.integer({ min: 1, max: 3000 }) }),
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

/** What should be known, kept as plainly as can be. */
interface Model {
  readonly users: Map<string, Holder>
  readonly roles: Map<string, Holder>
  readonly policies: Map<string, string>
  readonly keys: { readonly id: string; readonly user: Holder; disabled: boolean }[]
  readonly sessions: { readonly id: string; readonly role: Holder; readonly expiresMs: number }[]
}
interface Holder {
  readonly name: string
  readonly policies: Set<string>
}

describe('identities', () => {
  it('equal a plain model after any sequence of changes, before and after a restart', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 80, size: 'max' }), fc.nat(), async (steps, seed) => {
        const fixture = await createIdentityFixture(seed)
        const model: Model = { users: new Map(), roles: new Map(), policies: new Map(), keys: [], sessions: [] }
        const ended: string[] = []
        for (const each of steps) {
          const work = perform(fixture, model, each, ended)
          const expected = work.refusal
          const code = await work.run().then(() => undefined, (error: unknown) => (isRamError(error) ? error.code : Promise.reject(error as Error)))
          expect(code).toBe(expected)
          if (code === undefined) work.apply()
          compare(fixture.engine, model, ended)
        }
        compare(fixture.reopen(), model, ended)
        expect(countRows(fixture)).toEqual([1 + model.keys.length, model.sessions.length])
      }),
      { numRuns: 60 },
    )
  })
})

interface Work {
  /** The code that the engine must refuse with, by the model. */
  readonly refusal: string | undefined
  run(): Promise<unknown>
  apply(): void
}

let created: string
function perform({ engine, accountId, clock }: IdentityFixture, model: Model, step: Step, ended: string[]): Work {
  const { users, roles, policies } = model
  const remember = async <T extends { readonly accessKeyId: string }>(work: Promise<T>) => {
    created = (await work).accessKeyId
  }
  switch (step.kind) {
    case 'create-user': {
      const userName = step.name
      const refusal = users.has(userName) ? 'EntityAlreadyExists.User' : undefined
      return { refusal, run: () => engine.users.create({ accountId, userName }), apply: () => users.set(userName, { name: userName, policies: new Set() }) }
    }
    case 'remove-user': {
      const user = users.get(step.name)
      const hasKeys = model.keys.some((key) => key.user === user)
      const refusal = user === undefined ? 'EntityNotExist.User' : hasKeys ? 'DeleteConflict.User.AccessKey' : user.policies.size > 0 ? 'DeleteConflict.User.Policy' : undefined
      return { refusal, run: () => engine.users.remove({ accountId, userName: step.name }), apply: () => users.delete(step.name) }
    }
    case 'create-key': {
      const user = users.get(step.name)
      const count = model.keys.filter((key) => key.user === user).length
      const refusal = user === undefined ? 'EntityNotExist.User' : count >= 2 ? 'LimitExceeded.AccessKey' : undefined
      return {
        refusal,
        run: () => remember(engine.accessKeys.create({ accountId, userName: step.name })),
        apply: () => user && model.keys.push({ id: created, user, disabled: false }),
      }
    }
    case 'disable-key':
    case 'enable-key':
    case 'remove-key': {
      const user = users.get(step.name)
      const own = model.keys.filter((key) => key.user === user)
      const key = own[step.pick % Math.max(1, own.length)]
      const refusal = user === undefined ? 'EntityNotExist.User' : key === undefined ? 'EntityNotExist.AccessKey' : undefined
      const input = { accountId, userName: step.name, accessKeyId: key?.id ?? 'none' }
      if (step.kind === 'remove-key') {
        return { refusal, run: () => engine.accessKeys.remove(input), apply: () => key && ended.push(...model.keys.splice(model.keys.indexOf(key), 1).map((gone) => gone.id)) }
      }
      const disabled = step.kind === 'disable-key'
      return {
        refusal,
        run: () => engine.accessKeys.setStatus({ ...input, status: disabled ? 'Inactive' : 'Active' }),
        apply: () => key && (key.disabled = disabled),
      }
    }
    case 'create-role': {
      const refusal = roles.has(step.name) ? 'EntityAlreadyExists.Role' : undefined
      const input = { accountId, roleName: step.name, assumeRolePolicyDocument: trustEveryone }
      return { refusal, run: () => engine.roles.create(input), apply: () => roles.set(step.name, { name: step.name, policies: new Set() }) }
    }
    case 'remove-role': {
      const role = roles.get(step.name)
      const refusal = role === undefined ? 'EntityNotExist.Role' : role.policies.size > 0 ? 'DeleteConflict.Role.Policy' : undefined
      return {
        refusal,
        run: () => engine.roles.remove({ accountId, roleName: step.name }),
        apply: () => {
          roles.delete(step.name)
          const gone = model.sessions.filter((session) => session.role === role)
          for (const session of gone) ended.push(...model.sessions.splice(model.sessions.indexOf(session), 1).map((each) => each.id))
        },
      }
    }
    case 'assume': {
      const role = roles.get(step.name)
      const input = { accountId, roleName: step.name, sessionName: 'session', durationSeconds: 900 }
      const expiresMs = Math.floor(clock.nowMs / 1000) * 1000 + 900_000
      return {
        refusal: role === undefined ? 'EntityNotExist.Role' : undefined,
        run: () => remember(engine.sessions.create(input)),
        apply: () => role && model.sessions.push({ id: created, role, expiresMs }),
      }
    }
    case 'create-policy': {
      const refusal = policies.has(step.policy) ? 'EntityAlreadyExists.Policy' : undefined
      return { refusal, run: () => engine.policies.create({ accountId, policyName: step.policy, document: allowAll }), apply: () => policies.set(step.policy, allowAll) }
    }
    case 'deny-all': {
      const refusal = policies.has(step.policy) ? undefined : 'EntityNotExist.Policy'
      const input = { accountId, policyName: step.policy, document: denyAll, setAsDefault: true, dropOldest: true }
      return { refusal, run: () => engine.policies.createVersion(input), apply: () => policies.set(step.policy, denyAll) }
    }
    case 'remove-policy': {
      const attached = (holders: Map<string, Holder>) => [...holders.values()].some((holder) => holder.policies.has(step.policy))
      const document = policies.get(step.policy)
      const refusal =
        document === undefined ? 'EntityNotExist.Policy'
        : attached(users) ? 'DeleteConflict.Policy.User'
        : attached(roles) ? 'DeleteConflict.Policy.Role'
        : document === denyAll ? 'DeleteConflict.Policy.Version' : undefined
      return { refusal, run: () => engine.policies.remove({ accountId, policyName: step.policy }), apply: () => policies.delete(step.policy) }
    }
    case 'attach':
    case 'detach': {
      const { kind } = step.target as PolicyTarget
      const holder = (kind === 'user' ? users : roles).get(step.target.name)
      const noun = kind === 'user' ? 'User' : 'Role'
      const has = holder?.policies.has(step.policy) === true
      const input = { accountId, policyType: 'Custom', policyName: step.policy, target: { kind, name: step.target.name } } as const
      if (step.kind === 'detach') {
        const refusal = holder === undefined ? `EntityNotExist.${noun}` : has ? undefined : `EntityNotExist.${noun}.Policy`
        return { refusal, run: () => engine.policies.detach(input), apply: () => holder?.policies.delete(step.policy) }
      }
      const refusal =
        holder === undefined ? `EntityNotExist.${noun}`
        : !policies.has(step.policy) ? 'EntityNotExist.Policy'
        : has ? `EntityAlreadyExists.${noun}.Policy` : undefined
      return { refusal, run: () => engine.policies.attach(input), apply: () => holder?.policies.add(step.policy) }
    }
    case 'wait':
      return {
        refusal: undefined,
        run: () => {
          clock.nowMs += step.seconds * 1000
          return engine.sessions.sweep()
        },
        apply: () => {
          const swept = model.sessions.filter((session) => session.expiresMs + identityLimits.expiredSessionGraceMs <= clock.nowMs)
          for (const session of swept) ended.push(...model.sessions.splice(model.sessions.indexOf(session), 1).map((each) => each.id))
        },
      }
  }
}

function compare(engine: IdentityEngine, model: Model, ended: readonly string[]): void {
  const shown = (id: string) => {
    const key = engine.findAccessKey(id)
    return key && { who: whoIs(key.holder), disabled: key.isDisabled === true, expiresMs: key.securityToken?.expiresMs }
  }
  for (const { id, user, disabled } of model.keys) expect(shown(id)).toEqual({ who: expected('user', user, model), disabled, expiresMs: undefined })
  for (const { id, role, expiresMs } of model.sessions) expect(shown(id)).toEqual({ who: expected('role', role, model), disabled: false, expiresMs })
  for (const id of ended) expect(shown(id)).toBeUndefined()
  const accountId = engine.ownAccountId
  expect(engine.users.list({ accountId }).map((user) => user.userName)).toEqual([...model.users.keys()].toSorted())
  expect(engine.roles.list({ accountId }).map((role) => role.roleName)).toEqual([...model.roles.keys()].toSorted())
  expect(engine.policies.list({ accountId, policyType: 'Custom' }).map((policy) => policy.policyName)).toEqual([...model.policies.keys()].toSorted())
}

function expected(kind: 'user' | 'role', holder: Holder, model: Model) {
  return [kind, holder.name, [...holder.policies].map((policy) => [policy, model.policies.get(policy)])]
}

function whoIs(holder: KeyHolder) {
  if (holder.kind === 'account') return ['account']
  const policies = holder.policies.map(({ name, document }) => [name, document])
  return holder.kind === 'user' ? ['user', holder.userName, policies] : ['role', holder.roleName, policies]
}

function countRows({ metadata }: IdentityFixture) {
  return metadata.read((reader) => [[...reader.accessKeys()].length, [...reader.sessions()].length])
}
