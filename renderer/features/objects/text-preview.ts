import { PreviewFailure } from './preview-failure.ts'

/** How much of an object a text preview reads. */
export const textPreviewBytes = 256 * 1024

export interface TextPreview {
  readonly text: string
  readonly encoding: 'UTF-8' | 'UTF-16LE' | 'UTF-16BE' | 'GB18030'
  readonly shownBytes: number
}

/**
 * Reads bytes as text: a byte order mark decides, then UTF-8 when it is valid, then GB18030, which Chinese files without a
 * mark are most likely to be in. Undefined when it is not text. A character cut off at the end is left out.
 */
export function decodeText(bytes: Uint8Array): TextPreview | undefined {
  const shownBytes = bytes.length
  const decode = (encoding: TextPreview['encoding'], fatal: boolean): TextPreview => ({
    text: new TextDecoder(encoding, { fatal }).decode(bytes, { stream: true }),
    encoding,
    shownBytes,
  })
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return decode('UTF-16LE', false)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decode('UTF-16BE', false)
  if (bytes.includes(0)) return undefined
  for (const encoding of ['UTF-8', 'GB18030'] as const) {
    try {
      return decode(encoding, true)
    } catch (thrown) {
      // A decoder's only complaint: these bytes are not of that encoding.
      if (!(thrown instanceof TypeError)) throw thrown
    }
  }
  return undefined
}

/** Fetches the beginning of an object and reads it as text. */
export async function loadText(url: string, signal: AbortSignal): Promise<TextPreview | undefined> {
  const response = await fetch(url, { headers: { Range: `bytes=0-${textPreviewBytes - 1}` }, signal })
  if (!response.ok) throw new PreviewFailure(response)
  const bytes = new Uint8Array(await response.arrayBuffer())
  // A server that ignores ranges sends everything.
  return decodeText(bytes.subarray(0, textPreviewBytes))
}
