/**
 * Remembers what a text was read as. A client sends the same credential and the same list of headers with every request of a
 * day. Bounded in number, and in length so that nobody can fill the memory with long ones; what throws is not remembered.
 */
export function remember<Value>(read: (text: string) => Value, maxEntries = 256): (text: string) => Value {
  const known = new Map<string, Value>()
  return (text) => {
    const found = known.get(text)
    if (found !== undefined) return found
    const value = read(text)
    if (text.length > maxLength) return value
    if (known.size >= maxEntries) known.clear()
    known.set(text, value)
    return value
  }
}

const maxLength = 512
