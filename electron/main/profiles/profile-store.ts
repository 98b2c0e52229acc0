import { z } from 'zod'
import { KeptProfileFields, Privilege, type ProfileFields, type CredentialInput, type SecretKeeping } from '../../contract/profiles.ts'
import { wireFailure } from '../../contract/wire-error.ts'
import { StoredSecret, type OpenedSecret, type Secret, type SecretBox } from '../secrets/secret-box.ts'
import { copyAside, parseObject, putAside, readText, writeAtomically } from '../../files/json-file.ts'

const StoredProfile = z.object({
  profileId: z.string().min(1).max(100),
  fields: KeptProfileFields,
  accessKeyId: z.string(),
  expiresMs: z.number().optional(),
  privilege: Privilege.optional(),
  secret: StoredSecret,
})
/** A connection with its key as it is kept. Never leaves main. */
export type StoredProfile = z.infer<typeof StoredProfile>

const formatVersion = 1
const File = z.object({ version: z.literal(formatVersion), connections: z.array(z.unknown()) })

export interface ProfileChanges {
  readonly fields: ProfileFields
  readonly credential?: CredentialInput | undefined
  /** Empty for none; absent to go on with the one that is kept. */
  readonly proxyPassword?: string | undefined
  readonly keep?: SecretKeeping | undefined
}

/** The connections the user made, on the disk and in memory. Changes happen one after the other. */
export interface ProfileStore {
  readonly list: () => readonly StoredProfile[]
  readonly recoveredFrom: string | undefined
  /** @throws WireFailure UnknownProfile */
  readonly get: (profileId: string) => StoredProfile
  readonly secretOf: (profile: StoredProfile) => OpenedSecret
  /** @throws WireFailure KeychainUnavailable, or the disk's own error; then nothing has changed */
  readonly create: (input: ProfileChanges & { readonly credential: CredentialInput; readonly keep: SecretKeeping }) => Promise<StoredProfile>
  readonly update: (profileId: string, input: ProfileChanges) => Promise<StoredProfile>
  readonly duplicate: (profileId: string, name: string) => Promise<StoredProfile>
  readonly remove: (profileId: string) => Promise<void>
}

interface Dependencies {
  /** `connections.json` in the user's data folder. */
  readonly file: string
  readonly secrets: SecretBox
  readonly newId: () => string
  readonly now?: () => number
}

/** What of the file can be used; whether that is all of it. */
function readProfiles(text: string): { readonly profiles: StoredProfile[]; readonly whole: boolean } | undefined {
  const file = File.safeParse(parseObject(text))
  if (!file.success) return undefined
  const parsed = file.data.connections.map((one) => StoredProfile.safeParse(one))
  const profiles = parsed.flatMap((one) => (one.success ? [one.data] : []))
  return { profiles, whole: parsed.every((one) => one.success) }
}

/**
 * Opens the file of connections. One that cannot be read is put aside under the name told in `recoveredFrom`; of one that can
 * be read in part the rest is used and the whole kept aside, never deleted.
 */
export async function openProfileStore({ file, secrets, newId, now = Date.now }: Dependencies): Promise<ProfileStore> {
  const text = await readText(file)
  const found = text === undefined ? { profiles: [], whole: true } : readProfiles(text)
  let recoveredFrom: string | undefined
  if (found === undefined) recoveredFrom = await putAside(file, now())
  else if (!found.whole) {
    recoveredFrom = await copyAside(file, text ?? '', now())
    await save(found.profiles)
  }
  let profiles: readonly StoredProfile[] = found?.profiles ?? []
  let last: Promise<unknown> = Promise.resolve()

  async function save(connections: readonly StoredProfile[]): Promise<void> {
    await writeAtomically(file, `${JSON.stringify({ version: formatVersion, connections }, null, 2)}\n`)
  }
  /** Memory follows the disk: what could not be kept did not happen. */
  async function change<T>(step: () => { readonly next: readonly StoredProfile[]; readonly result: T }): Promise<T> {
    const former = last
    const run = async (): Promise<T> => {
      await former
      const { next: after, result } = step()
      await save(after)
      profiles = after
      return result
    }
    const running = run()
    // A change that failed is its own caller's matter; the following one starts afresh.
    last = running.catch(() => undefined)
    return running
  }
  function get(profileId: string): StoredProfile {
    const profile = profiles.find((one) => one.profileId === profileId)
    if (profile === undefined) throw wireFailure('UnknownProfile')
    return profile
  }
  const add = (profile: StoredProfile) => ({ next: [...profiles, profile], result: profile })

  return {
    list: () => profiles,
    recoveredFrom,
    get,
    secretOf: ({ profileId, secret }) => secrets.open(profileId, secret),
    create: ({ fields, credential, proxyPassword, keep }) =>
      change(() => {
        const profileId = newId()
        return add({ profileId, fields, ...keyOf(credential), secret: secrets.store(profileId, secretFrom(credential, passwordFor(fields, proxyPassword)), keep) })
      }),
    update: (profileId, { fields, credential, proxyPassword, keep }) =>
      change(() => {
        const former = get(profileId)
        const opened = secrets.open(profileId, former.secret)
        const known = 'secret' in opened ? opened.secret : undefined
        const password = passwordFor(fields, proxyPassword ?? known?.proxyPassword)
        let profile: StoredProfile
        if (credential !== undefined) {
          profile = { profileId, fields, ...keyOf(credential), secret: secrets.store(profileId, secretFrom(credential, password), keep ?? keepingOf(former)) }
        } else if (password === known?.proxyPassword) profile = { ...former, fields }
        else if (known === undefined) throw wireFailure(opened.state === 'locked' ? 'CredentialLocked' : 'CredentialMissing')
        else profile = { ...former, fields, secret: secrets.store(profileId, secretFrom(known, password), keepingOf(former)) }
        return { next: profiles.map((one) => (one === former ? profile : one)), result: profile }
      }),
    duplicate: (profileId, name) =>
      change(() => {
        const former = get(profileId)
        const copyId = newId()
        const opened = secrets.open(profileId, former.secret)
        // Sealed once more for the copy, so that each connection's secret is its own; without one the copy has none either.
        const secret = 'secret' in opened ? secrets.store(copyId, opened.secret, opened.state) : former.secret
        return add({ ...former, profileId: copyId, fields: { ...former.fields, name }, secret })
      }),
    remove: async (profileId) => {
      await change(() => {
        const gone = get(profileId)
        return { next: profiles.filter((one) => one !== gone), result: undefined }
      })
      secrets.forget(profileId)
    },
  }
}

const keyOf = ({ accessKeyId, expiresMs, privilege }: CredentialInput) => ({
  accessKeyId,
  ...(expiresMs === undefined ? {} : { expiresMs }),
  ...(privilege === undefined ? {} : { privilege }),
})

function secretFrom({ accessKeySecret, securityToken }: Pick<CredentialInput, 'accessKeySecret' | 'securityToken'>, proxyPassword: string | undefined): Secret {
  return { accessKeySecret, ...(securityToken === undefined ? {} : { securityToken }), ...(proxyPassword === undefined ? {} : { proxyPassword }) }
}

/** A password without a user name is nobody's. */
function passwordFor({ proxy }: ProfileFields, password: string | undefined): string | undefined {
  return password === '' || proxy.username === '' || proxy.mode === 'none' ? undefined : password
}

const keepingOf = ({ secret }: StoredProfile): SecretKeeping => secret.kind
