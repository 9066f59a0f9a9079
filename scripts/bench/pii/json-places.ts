/** Says where in a JSON text each value stands, by its path (`$.customer.cards[0]`). */

/** The stretch of a value, without the quotes of a string. */
export interface JsonPlace {
  start: number
  end: number
}

/** `text` must be valid JSON. */
export function jsonPlaces(text: string): Map<string, JsonPlace> {
  const places = new Map<string, JsonPlace>()
  const token = /\s*(?:("(?:[^"\\]|\\.)*")|([{}[\],:])|([^\s{}[\],:"]+))/y
  const next = () => {
    const match = token.exec(text)
    if (!match) throw new Error('not JSON')
    const written = match[1] ?? match[2] ?? match[3]!
    return { written, start: token.lastIndex - written.length }
  }
  const peek = () => {
    const at = token.lastIndex
    const { written } = next()
    token.lastIndex = at
    return written
  }
  const readItems = (path: string, { close, isObject }: { close: string; isObject: boolean }) => {
    for (let index = 0; peek() !== close; index++) {
      if (peek() === ',') next()
      const key = isObject ? (JSON.parse(next().written) as string) : ''
      if (isObject) next()
      read(isObject ? `${path}.${key}` : `${path}[${index}]`)
    }
    next()
  }
  const read = (path: string) => {
    const { written, start } = next()
    if (written === '{') readItems(path, { close: '}', isObject: true })
    else if (written === '[') readItems(path, { close: ']', isObject: false })
    else {
      const quote = written.startsWith('"') ? 1 : 0
      places.set(path, { start: start + quote, end: start + written.length - quote })
    }
  }
  read('$')
  return places
}
