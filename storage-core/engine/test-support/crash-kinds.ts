import type { Engine } from '../engine.ts'
import { bodyFor, type KindOperation } from './crash-plan.ts'

const bucket = 'bucket'
const { signal } = new AbortController()
const attributes = { headers: {}, userMetadata: {}, tags: {}, acl: 'default' } as const

/** Runs one planned operation on a link, an object that grows, or an archived one. */
export async function performKind(engine: Engine, operation: KindOperation): Promise<void> {
  const { key } = operation
  switch (operation.kind) {
    case 'symlink':
      await engine.putSymlink({ bucket, key, target: operation.target, forbidOverwrite: false, ...attributes })
      return
    case 'append': {
      const { seed, sizeBytes, position } = operation
      await engine.appendObject({ bucket, key, position, body: chunks(seed, sizeBytes), claims: {}, signal, ...attributes })
      return
    }
    case 'seal':
      await engine.sealAppendObject({ bucket, key, position: operation.position })
      return
    case 'put-archived': {
      const body = chunks(operation.seed, operation.sizeBytes)
      await engine.putObject({ bucket, key, body, claims: {}, forbidOverwrite: false, signal, ...attributes, storageClass: 'Archive' })
      return
    }
    case 'restore':
      await engine.restoreObject({ bucket, key })
  }
}

async function* chunks(seed: number, sizeBytes: number): AsyncIterable<Uint8Array> {
  const body = bodyFor(seed, sizeBytes)
  for (let at = 0; at < body.length; at += 65_536) yield body.subarray(at, at + 65_536)
}
