import type { SessionRow } from '../../metadata/metadata-store.ts'
import { ramError } from '../../model/ram-error.ts'
import type { SessionUseCases } from './identity-engine.ts'
import { assertDocument, assertRoom, assertSessionName, identityLimits } from './identity-limits.ts'
import type { IdentityStore } from './identity-store.ts'
import { alphanumerics, randomText } from './random-text.ts'

/** Sessions removed in one commit. */
const sweepBatch = 1000

/** Temporary credentials (STS documentation, "AssumeRole"). The token is drawn at random: it says nothing to its holder. */
export function sessionUseCases(store: IdentityStore): SessionUseCases {
  const { directory, clock, random } = store
  return {
    async create({ accountId, roleName, sessionName, durationSeconds, policy }) {
      assertSessionName(sessionName)
      if (policy !== undefined) assertDocument(policy, identityLimits.sessionPolicyLength)
      const role = directory.role(accountId, roleName)
      if (role === undefined) throw ramError('EntityNotExist.Role')
      const { sessionMinSeconds } = identityLimits
      if (!Number.isInteger(durationSeconds) || durationSeconds < sessionMinSeconds || durationSeconds > role.maxSessionSeconds) {
        const message = `The parameter DurationSeconds must be from ${sessionMinSeconds} to the role's maximum, ${role.maxSessionSeconds}.`
        throw ramError('InvalidParameter.DurationSeconds', message)
      }
      assertRoom(directory.sessions.size, identityLimits.sessions, 'Throttling')
      const issuedMs = clock.now()
      const session: SessionRow = {
        accessKeyId: `STS.${randomText(random, alphanumerics, 24)}`,
        accessKeySecret: randomText(random, alphanumerics, 44),
        securityToken: `CAIS${Buffer.from(random.bytes(192)).toString('base64')}`,
        roleId: role.roleId,
        sessionName,
        issuedMs,
        // Whole seconds, as it is told to the client.
        expiresMs: Math.floor(issuedMs / 1000) * 1000 + durationSeconds * 1000,
        ...(policy === undefined ? {} : { sessionPolicy: policy }),
      }
      await store.commit([{ kind: 'put', session }])
      const { accessKeyId, accessKeySecret, securityToken, expiresMs, roleId } = session
      return { accessKeyId, accessKeySecret, securityToken, expiresMs, roleId }
    },
    async sweep() {
      const beforeMs = clock.now() - identityLimits.expiredSessionGraceMs
      const due = [...directory.sessions.values()].filter((session) => session.expiresMs <= beforeMs)
      for (let at = 0; at < due.length; at += sweepBatch) {
        await store.commit(due.slice(at, at + sweepBatch).map((session) => ({ kind: 'remove', session })))
      }
      return due.length
    },
  }
}
