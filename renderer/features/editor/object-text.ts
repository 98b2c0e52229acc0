import { saveUrl, SavedObject, type SaveTarget } from '../../../electron/contract/editing.ts'
import { OssErrorWire } from '../../../electron/contract/error-wire.ts'
import type { Bridge } from '../../bridge/api.tsx'
import type { EditedObject } from './drafts.ts'

export interface OpenedBytes {
  readonly bytes: Uint8Array
  readonly etag: string
  readonly lastModifiedMs: number
}

/** Why an object cannot be edited as text. */
export type Obstacle = 'encoded' | 'symlink' | 'tooLarge'
export class NotEditable extends Error {
  override readonly name = 'NotEditable'
  readonly obstacle: Obstacle

  constructor(obstacle: Obstacle) {
    super(`Not editable: ${obstacle}`)
    this.obstacle = obstacle
  }
}

const readFailure = (response: Response): OssErrorWire => ({
  code: response.headers.get('x-ossia-code') ?? 'NetworkUnreachable',
  message: 'The object could not be read',
  status: response.status,
  retryable: response.status >= 500,
  ...(response.headers.get('x-ossia-request-id') === null ? {} : { requestId: response.headers.get('x-ossia-request-id') ?? '' }),
})

const unquoted = (etag: string | null): string => (etag ?? '').replaceAll('"', '')

/** Reads a whole object for editing. @throws NotEditable, or a wire error */
export async function openBytes({ api, previewUrl }: Bridge, object: EditedObject, mostBytes: number, signal: AbortSignal): Promise<OpenedBytes> {
  const head = await api.objects.headObject({ profileId: object.profileId, bucket: object.bucket, key: object.key }, { signal })
  if (head.sizeBytes > mostBytes) throw new NotEditable('tooLarge')
  if (head.type === 'Symlink') throw new NotEditable('symlink')
  if ((head.headers['content-encoding'] ?? 'identity') !== 'identity') throw new NotEditable('encoded')
  const { etag, lastModifiedMs, sizeBytes } = head
  if (sizeBytes === 0) return { bytes: new Uint8Array(0), etag, lastModifiedMs }
  const url = previewUrl({ profileId: object.profileId, bucket: object.bucket, key: object.key, etag: etag.slice(0, 100) })
  const response = await fetch(url, { headers: { range: `bytes=0-${sizeBytes - 1}` }, signal })
  // The contract's failures are plain objects.
  // oxlint-disable-next-line typescript/only-throw-error
  if (!response.ok) throw readFailure(response)
  const read = unquoted(response.headers.get('etag'))
  // Written between the two requests: read it again as it is now.
  if (read !== '' && read !== etag) return openBytes({ api, previewUrl } as Bridge, object, mostBytes, signal)
  return { bytes: new Uint8Array(await response.arrayBuffer()), etag, lastModifiedMs }
}

/** Sends edited bytes on their way: as the body of a request, never through a call. @throws a wire error */
export async function saveBytes({ api }: Pick<Bridge, 'api'>, target: SaveTarget, bytes: Uint8Array<ArrayBuffer>): Promise<SavedObject> {
  const { ticket } = await api.editing.openSave(target)
  // A body without a type needs no leave from the other scheme beforehand.
  const response = await fetch(saveUrl(ticket), { method: 'POST', body: new Blob([bytes]) })
  const answer = (await response.json()) as { readonly ok?: unknown; readonly saved?: unknown; readonly error?: unknown }
  if (answer.ok === true) return SavedObject.parse(answer.saved)
  // oxlint-disable-next-line typescript/only-throw-error -- the contract's failures are plain objects
  throw OssErrorWire.parse(answer.error)
}
