/** More than a screen of them. */
const firstCharacters = 6 * 1024

/** The first blocks of a text, to be read until all of it is there; undefined when it has no more than those. */
export function beginningOf(text: string): string | undefined {
  if (text.length <= firstCharacters) return undefined
  const end = Math.max(text.lastIndexOf('\n\n', firstCharacters), text.lastIndexOf('\n\r\n', firstCharacters))
  return text.slice(0, end > 0 ? end : firstCharacters)
}
