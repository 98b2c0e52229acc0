/** Reads a stream of bytes by lines and by lengths, without copying what it hands on. */
export interface ChunkReader {
  /**
   * A line without its end (`\r\n` or `\n`).
   * @returns undefined at the end of the stream, `cutOff` when that comes inside a line, `tooLong` when the line does not end
   * within `maxBytes`
   */
  line(maxBytes: number): Promise<string | undefined>
  /** At least one byte and at most `maxBytes`; undefined at the end. */
  some(maxBytes: number): Promise<Uint8Array | undefined>
  /** Tells the source that nothing more will be read. */
  close(): Promise<void>
}

/** What `line` answers instead of a line; no line holds its own end. */
export const tooLong = '\n'
export const cutOff = '\n\n'

const lineFeed = 10

export function createChunkReader(source: AsyncIterable<Uint8Array>): ChunkReader {
  const iterator = source[Symbol.asyncIterator]()
  let rest: Uint8Array | undefined
  const fill = async (): Promise<Uint8Array | undefined> => {
    while (rest === undefined || rest.length === 0) {
      const { done, value } = await iterator.next()
      if (done === true) return undefined
      rest = value
    }
    return rest
  }
  return {
    async line(maxBytes) {
      let text = ''
      for (;;) {
        const bytes = await fill()
        if (bytes === undefined) return text === '' ? undefined : cutOff
        const end = bytes.indexOf(lineFeed)
        const taken = bytes.subarray(0, end < 0 ? bytes.length : end)
        if (text.length + taken.length > maxBytes) return tooLong
        text += Buffer.from(taken.buffer, taken.byteOffset, taken.length).toString('latin1')
        rest = end < 0 ? undefined : bytes.subarray(end + 1)
        if (end >= 0) return text.endsWith('\r') ? text.slice(0, -1) : text
      }
    },
    async some(maxBytes) {
      const bytes = await fill()
      if (bytes === undefined) return undefined
      const taken = bytes.subarray(0, maxBytes)
      rest = taken.length === bytes.length ? undefined : bytes.subarray(taken.length)
      return taken
    },
    async close() {
      await iterator.return?.()
    },
  }
}
