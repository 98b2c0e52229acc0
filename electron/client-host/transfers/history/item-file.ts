import { open, rename, unlink, type FileHandle } from 'node:fs/promises'
import { promisify } from 'node:util'
import { deflateRaw, inflateRaw } from 'node:zlib'
import { z } from 'zod'
import { LostAspect } from '../../../contract/object-jobs.ts'
import { OssErrorWire } from '../../../contract/error-wire.ts'
import { TransferItemState, VerifiedBy, type TransferItem } from '../../../contract/transfer-items.ts'
import { nextTurn } from '../../aborts.ts'

/**
 * What became of each item of one batch, written once: blocks of up to 500 items, each JSON and deflated (RFC 1951), then an
 * index of the blocks, deflated as well, its length in four bytes (little-endian) and the four letters `OSH1`. Any page of a
 * batch of 300,000 items is one or two blocks away.
 */
const rowsPerBlock = 500
const magic = 'OSH1'
const footerBytes = 8
/** No index of a batch that fits into memory comes near this; a length above it is damage. */
const maxIndexBytes = 64 * 1024 * 1024
const states = TransferItemState.options
/** By number from 1; 0 is for what nothing proved. New ones go to the end. */
const proofs = VerifiedBy.options

const deflate = promisify(deflateRaw)
const inflate = promisify(inflateRaw)

/** Columns of an item; those at the end that are null are left out. */
const Row = z
  .tuple([z.string(), z.string(), z.number(), z.number(), z.number(), z.number()])
  .rest(z.union([z.string(), z.null(), OssErrorWire, z.array(LostAspect)]))
type Row = z.infer<typeof Row>

/** Bytes, items, and items by state of each block. */
const Index = z.object({ version: z.literal(1), blocks: z.array(z.tuple([z.number(), z.number(), z.array(z.number())])) })
type Index = z.infer<typeof Index>

function toRow(item: TransferItem): Row {
  const { crc64 = null, etag = null, versionId = null, savedAs = null, error = null, lost = null } = item
  const rest = [crc64, etag, versionId, savedAs, error, lost]
  while (rest.length > 0 && rest.at(-1) === null) rest.pop()
  return [item.name, item.key, states.indexOf(item.state), item.bytesTotal, item.attempts, item.verified ? proofs.indexOf(item.verifiedBy ?? 'crc64') + 1 : 0, ...rest]
}

function fromRow(row: Row, itemId: number): TransferItem {
  const [name, key, stateNumber, bytesTotal, attempts, verified, crc64, etag, versionId, savedAs, error, lost] = row
  const state = states[stateNumber] ?? 'cancelled'
  const text = (value: Row[6] | undefined): string | undefined => (typeof value === 'string' ? value : undefined)
  const optional = { crc64: text(crc64), etag: text(etag), versionId: text(versionId), savedAs: text(savedAs) }
  return {
    itemId: String(itemId),
    name,
    key,
    state,
    bytesTotal,
    bytesDone: state === 'done' || state === 'skipped' ? bytesTotal : 0,
    attempts,
    verified: verified > 0,
    ...(verified > 0 ? { verifiedBy: proofs[verified - 1] ?? 'crc64' } : {}),
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)),
    ...(typeof error === 'object' && error !== null && !Array.isArray(error) ? { error } : {}),
    ...(Array.isArray(lost) ? { lost } : {}),
  }
}

/** Writes beside the file and renames, so that the results of a batch are whole or not there. @returns its size */
export async function writeItemFile(path: string, count: number, itemAt: (item: number) => TransferItem): Promise<number> {
  const next = `${path}.new`
  let handle: FileHandle | undefined
  try {
    handle = await open(next, 'w', 0o600)
    const blocks: Index['blocks'] = []
    let sizeBytes = 0
    for (let start = 0; start < count; start += rowsPerBlock) {
      const rows: Row[] = []
      const counts = states.map(() => 0)
      for (let item = start; item < Math.min(count, start + rowsPerBlock); item++) {
        const row = toRow(itemAt(item))
        rows.push(row)
        counts[row[2]] = (counts[row[2]] ?? 0) + 1
      }
      const block = await deflate(JSON.stringify(rows), { level: 4 })
      await handle.appendFile(block)
      blocks.push([block.length, rows.length, counts])
      sizeBytes += block.length
      await nextTurn()
    }
    const index = await deflate(JSON.stringify({ version: 1, blocks } satisfies Index))
    const footer = Buffer.alloc(footerBytes)
    footer.writeUInt32LE(index.length, 0)
    footer.write(magic, 4, 'latin1')
    await handle.appendFile(Buffer.concat([index, footer]))
    await handle.sync()
    await handle.close()
    handle = undefined
    await rename(next, path)
    return sizeBytes + index.length + footerBytes
  } catch (error) {
    await handle?.close()
    await unlink(next).catch(() => undefined)
    throw error
  }
}

async function read(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position)
  if (bytesRead < length) throw new Error('The file ends early')
  return buffer
}

async function readIndex(handle: FileHandle): Promise<Index> {
  const { size } = await handle.stat()
  const footer = await read(handle, Math.max(0, size - footerBytes), footerBytes)
  const length = footer.readUInt32LE(0)
  if (footer.toString('latin1', 4) !== magic || length > Math.min(maxIndexBytes, size)) throw new Error('The file has no index')
  return Index.parse(JSON.parse((await inflate(await read(handle, size - footerBytes - length, length))).toString()))
}

async function* blocksOf(handle: FileHandle, index: Index, wanted: (block: Index['blocks'][number], from: number) => boolean): AsyncGenerator<TransferItem[]> {
  let position = 0
  let from = 0
  for (const block of index.blocks) {
    const [bytes, count] = block
    if (wanted(block, from)) {
      const rows = z.array(Row).parse(JSON.parse((await inflate(await read(handle, position, bytes))).toString()))
      const first = from
      yield rows.map((row, at) => fromRow(row, first + at))
    }
    position += bytes
    from += count
  }
}

export interface ItemPage {
  readonly total: number
  readonly items: TransferItem[]
}

/** A page of the items in these states (all when absent), as `TransferService.listItems` answers it. @throws when it cannot be read */
export async function readItemPage(path: string, input: { readonly states?: readonly TransferItemState[] | undefined; readonly offset: number; readonly limit: number }): Promise<ItemPage> {
  const wantedStates = input.states === undefined || input.states.length === 0 ? undefined : new Set(input.states.map((state) => states.indexOf(state)))
  const countIn = (block: Index['blocks'][number]): number => (wantedStates === undefined ? block[1] : [...wantedStates].reduce((sum, state) => sum + (block[2][state] ?? 0), 0))
  const handle = await open(path, 'r')
  try {
    const index = await readIndex(handle)
    const total = index.blocks.reduce((sum, block) => sum + countIn(block), 0)
    const items: TransferItem[] = []
    let seen = 0
    let skip = 0
    const isWanted = (block: Index['blocks'][number]): boolean => {
      const start = seen
      seen += countIn(block)
      if (seen <= input.offset || start >= input.offset + input.limit) return false
      if (items.length === 0) skip = input.offset - start
      return true
    }
    for await (const block of blocksOf(handle, index, isWanted)) {
      const fitting = wantedStates === undefined ? block : block.filter((item) => wantedStates.has(states.indexOf(item.state)))
      items.push(...fitting.slice(Math.max(0, skip), Math.max(0, skip) + input.limit - items.length))
      skip = 0
    }
    return { total, items }
  } finally {
    await handle.close()
  }
}

/** All items, a block at a time. @throws when they cannot be read */
export async function* readItems(path: string): AsyncGenerator<TransferItem[]> {
  const handle = await open(path, 'r')
  try {
    yield* blocksOf(handle, await readIndex(handle), () => true)
  } finally {
    await handle.close()
  }
}
