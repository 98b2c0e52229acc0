import { z } from 'zod'
import { DoctorReport } from './doctor.ts'
import { DragLimit, FetchedDrag, PrepareDrag } from './drags.ts'
import { SavedObject, SaveTarget } from './editing.ts'
import { Connection } from './host-messages.ts'
import { method, type MethodMap } from './method.ts'
import { methods, type Methods } from './methods.ts'
import { ProfileTrialResult } from './profiles.ts'
import { ObjectAddress } from './addresses.ts'
import { TransferBatch } from './transfer-batches.ts'

/** Nouns that main answers itself; every other method of the contract goes on to the client host. */
export const mainNouns = ['app', 'settings', 'workspace', 'store', 'files', 'profiles', 'imports', 'previews', 'editing', 'drags', 'linkExports'] as const
type MainNoun = (typeof mainNouns)[number]
export type MainMethodName = Extract<keyof Methods, `${MainNoun}.${string}`> | 'transfers.revealDownload' | 'transfers.saveManifest'

const path = z.string().max(32_768)

/**
 * Calls that main makes to the client host in place of the window's: opaque ids have become paths there.
 */
export const brokeredMethods = {
  'transfers.previewUpload': method({
    input: methods['transfers.previewUpload'].input.omit({ sourceIds: true }).extend({ paths: z.array(path) }),
    output: methods['transfers.previewUpload'].output,
  }),
  'transfers.enqueueUpload': method({
    input: methods['transfers.enqueueUpload'].input.omit({ sourceIds: true }).extend({ paths: z.array(path) }),
    output: methods['transfers.enqueueUpload'].output,
  }),
  'transfers.enqueueDownload': method({
    input: methods['transfers.enqueueDownload'].input.omit({ folderId: true }).extend({ folderPath: path }),
    output: methods['transfers.enqueueDownload'].output,
  }),
  'transfers.enqueueZip': method({
    input: methods['transfers.enqueueZip'].input.omit({ name: true }).extend({ filePath: path }),
    output: TransferBatch,
  }),
  /** Replaces the file by a report of the batch. */
  'transfers.writeManifest': method({
    input: methods['transfers.saveManifest'].input.extend({ path }),
    output: z.void(),
  }),
  /** Local path of what a finished or running download wrote, for the file manager. */
  'transfers.getDownloadPath': method({
    input: z.strictObject({ batchId: z.string().max(100) }),
    output: z.object({ path: z.string() }),
  }),
  /** Writes a local file over an object, keeping what else it has. */
  'editing.saveFile': method({ input: z.object({ target: SaveTarget, path }), output: SavedObject }),
  /** Writes an object's bytes to a file that is not there yet. */
  'editing.fetchFile': method({ input: ObjectAddress.extend({ path }), output: z.object({ etag: z.string() }) }),
  /** Writes what is chosen into an empty folder, or nothing when it is more than the limit. */
  'drags.fetch': method({ input: PrepareDrag.extend({ folderPath: path, limit: DragLimit }), output: FetchedDrag }),
  'linkExports.writeLinks': method({ input: methods['linkExports.saveLinks'].input.extend({ path }), output: z.object({ count: z.number() }) }),
  /** Reads once through a connection that is not kept. */
  'profiles.diagnoseConnection': method({
    input: z.strictObject({ connection: Connection, runId: z.string().max(100), mayWrite: z.boolean() }),
    output: DoctorReport,
  }),
  'profiles.tryConnection': method({ input: z.strictObject({ connection: Connection }), output: ProfileTrialResult }),
} as const satisfies MethodMap

type PassedOnName = Exclude<keyof Methods, MainMethodName | keyof typeof brokeredMethods>
type PassedOn = { readonly [K in PassedOnName]: Methods[K] }

/** Everything the client host answers. */
export type ClientHostMethods = PassedOn & typeof brokeredMethods
export type ClientHostMethodName = keyof ClientHostMethods

function isPassedOn(name: string): name is PassedOnName {
  const noun = name.split('.')[0] ?? ''
  return !(mainNouns as readonly string[]).includes(noun) && name !== 'transfers.revealDownload' && name !== 'transfers.saveManifest' && !(name in brokeredMethods)
}

export const clientHostMethods: ClientHostMethods = {
  ...(Object.fromEntries(Object.entries(methods).filter(([name]) => isPassedOn(name))) as PassedOn),
  ...brokeredMethods,
}
