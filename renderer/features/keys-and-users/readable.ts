/** A document with line breaks; as it is when it is no JSON. */
export function readable(document: string): string {
  try {
    return JSON.stringify(JSON.parse(document), undefined, 2)
  } catch (error) {
    if (error instanceof SyntaxError) return document
    throw error
  }
}
