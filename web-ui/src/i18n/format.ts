/** Reads and fills messages in the part of ICU MessageFormat that the catalogues use: arguments, plural, select, and one tag. */

/** A message in pieces. `<b>` is the one tag: what stands in it weighs more. */
export type Piece =
  | string
  | { kind: 'argument'; name: string }
  | { kind: 'choice'; by: 'plural' | 'select'; name: string; cases: ReadonlyMap<string, readonly Piece[]> }
  | { kind: 'strong'; pieces: readonly Piece[] }

/** Throws SyntaxError with the place where a message is not well formed. */
export function parseMessage(text: string): readonly Piece[] {
  let at = 0
  const fail = (why: string): never => {
    throw new SyntaxError(`${why} at ${at} of "${text}"`)
  }
  const skipSpace = () => {
    while (/\s/.test(text[at] ?? '')) at++
  }
  const word = (): string => {
    skipSpace()
    const found = /^[=\w-]+/.exec(text.slice(at))?.[0] ?? fail('a name is missing')
    at += found.length
    skipSpace()
    return found
  }
  const expect = (sign: string) => {
    if (text[at] !== sign) fail(`"${sign}" is missing`)
    at++
  }

  /** `counted` is the argument of the plural around it, which `#` stands for. */
  function pieces(counted: string | null, end: '}' | '</b>' | null): Piece[] {
    const found: Piece[] = []
    let plain = ''
    const flush = () => {
      if (plain !== '') found.push(plain)
      plain = ''
    }
    while (at < text.length && (end === null || !text.startsWith(end, at))) {
      const sign = text[at] as string
      if (text.startsWith('<b>', at)) {
        flush()
        at += 3
        found.push({ kind: 'strong', pieces: pieces(counted, '</b>') })
        if (!text.startsWith('</b>', at)) fail('"</b>" is missing')
        at += 4
      } else if (sign === '{') {
        flush()
        found.push(argument())
      } else if (sign === '}') {
        fail('"}" has no beginning')
      } else if (sign === '#' && counted !== null) {
        flush()
        found.push({ kind: 'argument', name: counted })
        at++
      } else {
        plain += sign
        at++
      }
    }
    flush()
    return found
  }

  function argument(): Piece {
    expect('{')
    const name = word()
    if (text[at] === '}') {
      at++
      return { kind: 'argument', name }
    }
    expect(',')
    const by = word()
    if (by !== 'plural' && by !== 'select') return fail(`"${by}" is neither plural nor select`)
    expect(',')
    const cases = new Map<string, readonly Piece[]>()
    skipSpace()
    while (at < text.length && text[at] !== '}') {
      const key = word()
      expect('{')
      cases.set(key, pieces(by === 'plural' ? name : null, '}'))
      expect('}')
      skipSpace()
    }
    expect('}')
    if (!cases.has('other')) fail('the case "other" is missing')
    return { kind: 'choice', by, name, cases }
  }

  return pieces(null, null)
}

/** Fills in. What is no text or number (an element) stays what it is; a missing argument shows its name. */
export function fillMessage<Node>(
  pieces: readonly Piece[],
  options: {
    values: Readonly<Record<string, Node | string | number>>
    locale: string
    number(value: number): string
    strong(parts: (Node | string)[]): Node | string
  },
): (Node | string)[] {
  return pieces.flatMap((piece) => {
    if (typeof piece === 'string') return [piece]
    if (piece.kind === 'strong') return [options.strong(fillMessage(piece.pieces, options))]
    const value = options.values[piece.name]
    if (piece.kind === 'choice')
      return fillMessage(caseOf(piece, value as string | number, options.locale), options)
    if (value === undefined) return [`{${piece.name}}`]
    return [typeof value === 'number' ? options.number(value) : value]
  })
}

function caseOf(
  { by, cases }: Extract<Piece, { kind: 'choice' }>,
  value: string | number,
  locale: string,
): readonly Piece[] {
  const other = cases.get('other') ?? []
  if (by === 'select') return cases.get(String(value)) ?? other
  const category = new Intl.PluralRules(locale).select(Number(value))
  return cases.get(`=${value}`) ?? cases.get(category) ?? other
}

/** Names of the arguments, for the test that every language asks for the same. */
export function argumentsOf(pieces: readonly Piece[]): Set<string> {
  return new Set(
    pieces.flatMap((piece) => {
      if (typeof piece === 'string') return []
      if (piece.kind === 'argument') return [piece.name]
      if (piece.kind === 'strong') return [...argumentsOf(piece.pieces)]
      return [piece.name, ...[...piece.cases.values()].flatMap((each) => [...argumentsOf(each)])]
    }),
  )
}
