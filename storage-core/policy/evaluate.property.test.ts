import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PolicyDocument, Statement } from './document.ts'
import { evaluate, needs } from './evaluate.ts'
import { explain } from './explain.ts'
import { parsePolicy, printPolicy, readPolicy } from './parse-policy.ts'
import type { Principal } from './principal.ts'
import type { AuthorizationRequest } from './request.ts'
import { naivelyAllowed } from './test-support/naive-evaluator.ts'
import { bucketDocument, bucketStatement, ramDocument, ramStatement, requests } from './test-support/policy-arbitraries.ts'

const many = { numRuns: 1000 }
const allowed = (request: AuthorizationRequest) => evaluate(request).allowed

/** Every policy of a request, changed in the same way. */
function changePolicies(request: AuthorizationRequest, change: (document: PolicyDocument) => PolicyDocument): AuthorizationRequest {
  const { principal, bucket } = request
  const changed: Principal =
    principal.kind === 'user' || principal.kind === 'role'
      ? { ...principal, policies: principal.policies.map(({ name, document }) => ({ name, document: change(document) })) }
      : principal
  const session =
    changed.kind === 'role' && changed.sessionPolicy !== undefined ? { ...changed, sessionPolicy: change(changed.sessionPolicy) } : changed
  return {
    ...request,
    principal: session,
    ...(bucket === undefined ? {} : { bucket: bucket.policy === undefined ? bucket : { ...bucket, policy: change(bucket.policy) } }),
  }
}

/** Puts a statement into one of the places where a request has, or could have, a policy. */
function addStatement(request: AuthorizationRequest, where: 'bucket' | 'identity' | 'session', statement: Statement, at: number) {
  const insert = (document?: PolicyDocument): PolicyDocument => {
    const statements = document?.Statement ?? []
    const index = at % (statements.length + 1)
    return { Version: '1', Statement: [...statements.slice(0, index), statement, ...statements.slice(index)] }
  }
  const { principal, bucket } = request
  if (where === 'bucket') return bucket === undefined ? request : { ...request, bucket: { ...bucket, policy: insert(bucket.policy) } }
  if (where === 'session') {
    // A session policy that was not there narrows by being there: only one that is can grow.
    if (principal.kind !== 'role' || principal.sessionPolicy === undefined) return request
    return { ...request, principal: { ...principal, sessionPolicy: insert(principal.sessionPolicy) } }
  }
  if (principal.kind !== 'user' && principal.kind !== 'role') return request
  const [first, ...others] = principal.policies
  const policies = [{ name: first?.name ?? 'added', document: insert(first?.document) }, ...others]
  return { ...request, principal: { ...principal, policies } }
}

const places = fc.constantFrom('bucket' as const, 'identity' as const, 'session' as const)
const additions = places.chain((where) =>
  fc.record({ where: fc.constant(where), statement: where === 'bucket' ? bucketStatement : ramStatement, at: fc.nat(4) }),
)

describe('evaluate', { timeout: 60_000 }, () => {
  it('decides as an evaluator does that was written from the rules alone', () => {
    let yes = 0
    fc.assert(
      fc.property(requests, (request) => {
        const expected = naivelyAllowed(request)
        if (expected) yes += 1
        expect(allowed(request)).toBe(expected)
      }),
      { numRuns: 4000 },
    )
    // Requests that nearly all end the same way would prove little.
    expect(yes).toBeGreaterThan(800)
    expect(yes).toBeLessThan(3200)
  })

  it('never allows more for one Deny more', () => {
    fc.assert(
      fc.property(requests, additions, (request, { where, statement, at }) => {
        if (!allowed(request)) expect(allowed(addStatement(request, where, { ...statement, Effect: 'Deny' }, at))).toBe(false)
      }),
      many,
    )
  })

  it('never denies more for one Allow more', () => {
    fc.assert(
      fc.property(requests, additions, (request, { where, statement, at }) => {
        if (allowed(request)) expect(allowed(addStatement(request, where, { ...statement, Effect: 'Allow' }, at))).toBe(true)
      }),
      many,
    )
  })

  it('does not care for the order of statements, nor for that of the values in them', () => {
    const turned = (list: readonly string[]) => list.toReversed()
    const turn = (statement: Statement): Statement => ({
      ...statement,
      ...(statement.Action === undefined ? {} : { Action: turned(statement.Action) }),
      ...(statement.Resource === undefined ? {} : { Resource: turned(statement.Resource) }),
      ...(Array.isArray(statement.Principal) ? { Principal: turned(statement.Principal as readonly string[]) } : {}),
    })
    fc.assert(
      fc.property(requests, (request) => {
        const reordered = changePolicies(request, ({ Statement }) => ({ Version: '1', Statement: Statement.toReversed().map(turn) }))
        const [before, after] = [evaluate(request), evaluate(reordered)]
        expect([after.allowed, after.reason]).toEqual([before.allowed, before.reason])
      }),
      many,
    )
  })

  it('gives the same answer twice, and for a copy of the documents', () => {
    fc.assert(
      fc.property(requests, (request) => {
        const decision = evaluate(request)
        expect(evaluate(request)).toEqual(decision)
        expect(evaluate(structuredClone(request))).toEqual(decision)
      }),
      { numRuns: 300 },
    )
  })

  it('names a statement that is there, and says Deny or Allow as the decision does', () => {
    fc.assert(
      fc.property(requests, (request) => {
        const { allowed, reason, statement } = evaluate(request)
        expect(statement !== undefined).toBe(reason === 'explicit-deny' || reason === 'policy-allow')
        if (statement === undefined) return
        const { principal, bucket } = request
        const identities = principal.kind === 'user' || principal.kind === 'role' ? principal.policies : []
        const document =
          statement.policy === 'bucket'
            ? bucket?.policy
            : statement.policy === 'session' && principal.kind === 'role'
              ? principal.sessionPolicy
              : identities.find(({ name }) => name === statement.policyName)?.document
        expect(document?.Statement[statement.index]?.Effect).toBe(allowed ? 'Allow' : 'Deny')
      }),
      many,
    )
  })
})

describe('explain', { timeout: 60_000 }, () => {
  it('decides as evaluate does, and exactly one stage says so', () => {
    fc.assert(
      fc.property(requests, (request) => {
        const { decision, stages } = explain(request)
        expect(decision).toEqual(evaluate(request))
        const deciding = stages.filter(({ outcome }) => outcome === 'allow' || outcome === 'deny')
        expect(deciding.map(({ outcome }) => outcome)).toEqual([decision.allowed ? 'allow' : 'deny'])
        if (decision.statement !== undefined) expect(deciding[0]?.statements).toContainEqual(decision.statement)
      }),
      many,
    )
  })
})

describe('needs', { timeout: 60_000 }, () => {
  it('leaves out only what does not change the decision', () => {
    fc.assert(
      fc.property(requests, (request) => {
        const wanted = needs(request)
        const { objectAcl, facts, ...rest } = request
        const { objectTags, bucketTags, ...others } = facts
        const lean: AuthorizationRequest = {
          ...rest,
          ...(wanted.objectAcl && objectAcl !== undefined ? { objectAcl } : {}),
          facts: {
            ...others,
            ...(wanted.objectTags && objectTags !== undefined ? { objectTags } : {}),
            ...(wanted.bucketTags && bucketTags !== undefined ? { bucketTags } : {}),
          },
        }
        expect(allowed(lean)).toBe(allowed(request))
      }),
      many,
    )
  })
})

describe('documents', { timeout: 60_000 }, () => {
  it('are read again as they were printed', () => {
    const bucket = { kind: 'bucket', bucket: { name: 'data', ownerId: '1000' } } as const
    const sourceVpc = { StringNotLike: { 'acs:SourceVpc': ['vpc-*'] } }
    const complete = ({ Condition, ...statement }: Statement): Statement =>
      Condition === undefined ? statement : { ...statement, Condition: { ...Condition, ...sourceVpc } }
    fc.assert(
      fc.property(bucketDocument, ramDocument, ({ Statement }, ram) => {
        const document: PolicyDocument = { Version: '1', Statement: Statement.map(complete) }
        expect(parsePolicy(printPolicy(document), bucket)).toEqual(document)
        expect(parsePolicy(printPolicy(ram), { kind: 'ram' })).toEqual(ram)
      }),
      { numRuns: 400 },
    )
  })

  it('never make the reader or the evaluator throw, whatever is in them', () => {
    const words = fc.constantFrom('Version', 'Statement', 'Effect', 'Allow', 'Deny', 'Action', 'oss:*', '*', '**', 'Principal', 'Resource', 'acs:oss:*:*:data/*', 'Condition', 'IpAddress', 'acs:SourceIp', '1', '__proto__', 'constructor', '')
    const { value } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        words,
        fc.constantFrom<unknown>(null, true, 1, -0, 1e308),
        fc.string({ unit: 'binary' }),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(words, tie('value'), { maxKeys: 5 }),
      ),
    }))
    const [anyRequest] = fc.sample(requests.filter(({ bucket }) => bucket !== undefined), { numRuns: 1, seed: 7 })
    const kinds = fc.constantFrom('ram' as const, 'session' as const, 'trust' as const)
    fc.assert(
      fc.property(value, kinds, (value, kind) => {
        const { document, problems } = readPolicy(JSON.stringify({ Version: '1', Statement: [value] }), { kind })
        expect(document !== undefined || (problems?.length ?? 0) > 0).toBe(true)
        if (document === undefined || anyRequest?.bucket === undefined) return
        expect(evaluate({ ...anyRequest, bucket: { ...anyRequest.bucket, policy: document } })).toHaveProperty('allowed')
      }),
      many,
    )
  })

  it('may be evaluated for facts of every kind', () => {
    fc.assert(
      fc.property(requests, fc.string(), fc.double(), (request, text, number) => {
        const facts = { timeMs: number, secureTransport: true, sourceIp: text, sourceVpc: text, prefix: text, userAgent: text }
        expect(typeof allowed({ ...request, facts })).toBe('boolean')
      }),
      { numRuns: 400 },
    )
  })
})
