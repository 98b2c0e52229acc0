/** The head of an answer that is not only the announcement of another. */
export interface AnswerHead {
  readonly statusCode: number
  /** Names and values in turn, as they were sent. */
  readonly fields: readonly string[]
  /** Of the body, where the head tells. */
  readonly lengthBytes: number | undefined
  /** Whether the service would take another request on this connection; a body that is as long as its connection decides against it. */
  readonly staysOpen: boolean
}

export interface AnswerPartHooks {
  /** @returns whether a body follows: after some requests, and with some statuses, none does whatever the head says */
  head(head: AnswerHead, endsWithConnection: boolean): boolean
  /** Of the body, without being copied. */
  piece(bytes: Buffer): void
  end(): void
}

/**
 * Takes answers apart, and only what is one to the letter (RFC 9112): where two readers could see two different ends, a later answer
 * on the connection could be taken for another request's. So nothing may stand behind the end, no line may end or begin otherwise than
 * the grammar has it, and a length may be told in one way only.
 */
export interface AnswerParser {
  /** Another answer comes. */
  begin(): void
  /** @throws Error HPE_INVALID_ANSWER */
  read(bytes: Buffer): void
  /** The connection ended. @returns whether the answer did so too, as one without a length does */
  end(): boolean
}

export const malformed = (what: string): Error => Object.assign(new Error(`The answer is no HTTP: ${what}`), { code: 'HPE_INVALID_ANSWER' })

/** As Node's own parser has it, for the head and for what follows the last chunk. */
const headMostBytes = 80 * 1024
const chunkLineMostBytes = 16 * 1024

const statusLine = /^HTTP\/1\.([01]) ([1-5]\d\d)(?: [\t\x20-\x7e\x80-\xff]*)?$/
const fieldLine = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+):[\t ]*((?:[\x21-\x7e\x80-\xff](?:[\t\x20-\x7e\x80-\xff]*[\x21-\x7e\x80-\xff])?)?)[\t ]*$/
/** 13 digits are more than any number can count exactly to. */
const chunkLine = /^([0-9a-f]{1,13})(?:[\t ]*;[\t\x20-\x7e\x80-\xff]*)?$/i

type State = 'head' | 'length' | 'connection' | 'chunkSize' | 'chunk' | 'chunkEnd' | 'trailer' | 'done'

interface Framing {
  readonly state: State
  readonly lengthBytes: number | undefined
}

export function createAnswerParser(hooks: AnswerPartHooks): AnswerParser {
  let state: State = 'head'
  /** The beginning of what is read as text, from earlier reads. */
  let text = ''
  let comingBytes = 0
  let trailerBytes = 0

  const finish = (): void => {
    state = 'done'
    hooks.end()
  }
  const startBody = (head: AnswerHead, framing: Framing): void => {
    if (!hooks.head(head, framing.state === 'connection') || framing.lengthBytes === 0) {
      finish()
      return
    }
    state = framing.state
    comingBytes = framing.lengthBytes ?? 0
  }
  /** @returns how many bytes belong to the head */
  const readHead = (bytes: Buffer, at: number): number => {
    const before = text.length
    text += bytes.toString('latin1', at)
    const end = text.indexOf('\r\n\r\n', Math.max(0, before - 3))
    if (end < 0 ? text.length > headMostBytes : end > headMostBytes) throw malformed('its head has no end')
    if (end < 0) {
      const start = 'HTTP/1.'
      if (!start.startsWith(text.slice(0, start.length))) throw malformed('it begins otherwise')
      return bytes.length - at
    }
    const head = text.slice(0, end)
    text = ''
    const found = parseHead(head)
    if (found !== undefined) startBody(found.head, found.framing)
    return end + 4 - before
  }
  /** The line that ends in these bytes, if any does. */
  const readLine = (bytes: Buffer, at: number): { readonly line: string | undefined; readonly used: number } => {
    const end = bytes.indexOf(0x0a, at)
    text += bytes.toString('latin1', at, end < 0 ? bytes.length : end)
    if (text.length > chunkLineMostBytes) throw malformed('a line of it has no end')
    if (end < 0) return { line: undefined, used: bytes.length - at }
    if (!text.endsWith('\r')) throw malformed('a line of it ends otherwise')
    const line = text.slice(0, -1)
    text = ''
    return { line, used: end + 1 - at }
  }
  const takeLine = (line: string): void => {
    if (state === 'chunkEnd') {
      if (line !== '') throw malformed('a chunk of it is longer than was said')
      state = 'chunkSize'
    } else if (state === 'trailer') {
      trailerBytes += line.length
      if (trailerBytes > headMostBytes) throw malformed('it has no end')
      if (line === '') finish()
      else if (!fieldLine.test(line)) throw malformed('a field behind it is none')
    } else {
      const size = chunkLine.exec(line)?.[1]
      if (size === undefined) throw malformed('a chunk of it has no size')
      comingBytes = Number.parseInt(size, 16)
      state = comingBytes === 0 ? 'trailer' : 'chunk'
    }
  }
  const readBody = (bytes: Buffer, at: number): number => {
    const used = state === 'connection' ? bytes.length - at : Math.min(comingBytes, bytes.length - at)
    hooks.piece(bytes.subarray(at, at + used))
    if (state === 'connection') return used
    comingBytes -= used
    if (comingBytes === 0) {
      if (state === 'chunk') state = 'chunkEnd'
      else finish()
    }
    return used
  }

  return {
    begin: () => {
      state = 'head'
      text = ''
      trailerBytes = 0
    },
    read: (bytes) => {
      for (let at = 0; at < bytes.length; ) {
        if (state === 'done') throw malformed('more than was asked for')
        if (state === 'head') at += readHead(bytes, at)
        else if (state === 'length' || state === 'connection' || state === 'chunk') at += readBody(bytes, at)
        else {
          const { line, used } = readLine(bytes, at)
          at += used
          if (line !== undefined) takeLine(line)
        }
      }
    },
    end: () => {
      if (state !== 'connection') return false
      finish()
      return true
    },
  }
}

/** @returns undefined for one that only announces another (RFC 9110, 15.2). @throws Error HPE_INVALID_ANSWER */
function parseHead(text: string): { readonly head: AnswerHead; readonly framing: Framing } | undefined {
  const [first = '', ...lines] = text.split('\r\n')
  const status = statusLine.exec(first)
  if (status === null) throw malformed('its first line is none')
  const statusCode = Number(status[2])
  const fields: string[] = []
  const lengths = new Set<string>()
  const encodings: string[] = []
  let connection = ''
  for (const line of lines) {
    const [, name = '', value = ''] = fieldLine.exec(line) ?? []
    if (name === '') throw malformed('a field of it is none')
    fields.push(name, value)
    const lower = name.toLowerCase()
    if (lower === 'content-length') lengths.add(value)
    else if (lower === 'transfer-encoding') encodings.push(value.toLowerCase())
    else if (lower === 'connection') connection += `,${value.toLowerCase()}`
  }
  if (statusCode === 101) throw malformed('it changes the protocol')
  if (statusCode < 200) return undefined
  const [length] = lengths
  if (lengths.size > 1 || (length !== undefined && !/^\d{1,15}$/.test(length))) throw malformed('its length is no number')
  if (encodings.length > 0 && (status[1] === '0' || lengths.size > 0 || encodings.join(',') !== 'chunked')) throw malformed('its encoding is not known')
  const options = connection.split(',').map((option) => option.trim())
  const staysOpen = status[1] === '1' ? !options.includes('close') : options.includes('keep-alive')
  const lengthBytes = length === undefined ? undefined : Number(length)
  const state: State = encodings.length > 0 ? 'chunkSize' : lengthBytes === undefined ? 'connection' : 'length'
  return { head: { statusCode, fields, lengthBytes, staysOpen }, framing: { state, lengthBytes } }
}
