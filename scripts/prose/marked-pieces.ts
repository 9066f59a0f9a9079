/** Marks persons and addresses inside a text that is still being made, and takes the marks out of it as annotations. */
import type { AnnotatedText } from './annotated.ts'
import type { Piece } from './generate-names.ts'

/** Characters for private use (Unicode 16, section 23.5): no list of words and names has them, and no change of case moves them. */
const starts: Record<string, string> = {
  PERSON: '\uE000',
  ADDRESS: '\uE001',
  ORG: '\uE002',
  LOCATION: '\uE003',
}
const end = '\uE00F'
const types = new Map(Object.entries(starts).map(([type, start]) => [start, type]))

/** The pieces as one text, each entity between marks. */
export function marked(pieces: readonly Piece[]): string {
  return pieces
    .map(({ text, type }) => {
      const start = type === undefined ? undefined : starts[type]
      return start === undefined ? text : start + text + end
    })
    .join('')
}

/** The text without its marks, and what stood between them. */
export function unmarked(text: string): Pick<AnnotatedText, 'text' | 'entities'> {
  const entities: AnnotatedText['entities'] = []
  let plain = ''
  for (const part of text.split(/([\uE000-\uE003][^\uE00F]*\uE00F)/u)) {
    const type = types.get(part.slice(0, 1))
    if (type === undefined) {
      plain += part
      continue
    }
    const value = part.slice(1, -1)
    entities.push({ type, start: plain.length, end: plain.length + value.length, value })
    plain += value
  }
  return { text: plain, entities }
}
