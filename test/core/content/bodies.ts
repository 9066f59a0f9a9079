/** Makes bodies of every format but JSON, with planted entities, written in every way that the format allows. */
import fc from 'fast-check'
import { mark, type Written } from './json-documents.ts'
import { anyText, type Planted, textOf } from './support.ts'

/** Writes one text; `escapes` decides bit by bit which characters are escaped though they need not be. */
type Writer = (text: string, escapes: number) => string

interface Cell {
  planted: Planted
  escapes: number
}

const anyCell = fc.record({ planted: anyText, escapes: fc.nat(1 << 20) })
const anyCells = fc.array(anyCell, { minLength: 1, maxLength: 6 })

/** A body of cells, each written by `writer` into its place of the frame. */
function bodyOf(cells: readonly Cell[], writer: Writer, frame: (written: string[]) => string): Written {
  const entities = cells.flatMap((cell) => cell.planted.entity ?? [])
  return {
    text: frame(cells.map((cell) => writer(textOf(cell.planted), cell.escapes))),
    marked: frame(cells.map((cell) => writeMarked(cell, writer))),
    entities,
  }
}

/** The parts around the entity are escaped as they are in the whole text. */
function writeMarked({ planted, escapes }: Cell, writer: Writer): string {
  if (planted.entity === null) return writer(textOf(planted), escapes)
  const before = planted.before === '' ? '' : `${planted.before} `
  const after = planted.after === '' ? '' : ` ${planted.after}`
  const shift = [...before, ...planted.entity].length
  return `${writer(before, escapes)}${mark}${writer(after, rotate(escapes, shift))}`
}

const bits = 20

function rotate(escapes: number, by: number): number {
  let out = 0
  for (let bit = 0; bit < bits; bit++) if ((escapes >> ((bit + by) % bits)) & 1) out |= 1 << bit
  return out
}

function perCharacter(
  text: string,
  escapes: number,
  write: (character: string, escaped: boolean) => string,
): string {
  return [...text]
    .map((character, index) => write(character, ((escapes >> (index % bits)) & 1) === 1))
    .join('')
}

const percent: Writer = (text, escapes) =>
  perCharacter(text, escapes, (character, escaped) => {
    if (!escaped && /[A-Za-z0-9*._@:-]/.test(character)) return character
    if (!escaped && character === ' ') return '+'
    return [...Buffer.from(character)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')
  })

export const anyForm = fc
  .tuple(anyCells, fc.constantFrom('note', 'e-mail', 'a%5Bb%5D', ''))
  .map(([cells, name]) =>
    bodyOf(cells, percent, (texts) => texts.map((text, i) => `${name}${i % 2}=${text}`).join('&')),
  )

const reference: Writer = (text, escapes) =>
  perCharacter(text, escapes, (character, escaped) => {
    const code = character.codePointAt(0) as number
    if (!escaped) return character
    return code % 2 ? `&#${code};` : `&#x00${code.toString(16)};`
  })

export const anyXml = anyCells.map((cells) =>
  bodyOf(cells, reference, (texts) => {
    const elements = texts.map((text, i) =>
      i % 3 === 0
        ? `<a:n b = "1">${text}</a:n >`
        : i % 3 === 1
          ? `<n m='${text}'/>`
          : `<n><b>${text}</b> &amp; </n>`,
    )
    return `<?xml version="1.0"?>\n<!DOCTYPE r>\n<!-- note --><r>${elements.join('\r\n')}</r>\n`
  }),
)

const quoted: Writer = (text) => text

export const anyTable = fc
  .tuple(anyCells, fc.constantFrom(',', ';', '\t'), fc.constantFrom('\n', '\r\n'))
  .map(([cells, delimiter, lineEnd]) =>
    bodyOf(cells, quoted, (texts) => {
      const header = ['name', '"no ""te"""', 'mail'].join(delimiter)
      const lines = texts.map(
        (text, i) => [`"${text}"`, `"say ""${text}"""`, text.replaceAll(delimiter, '')][i % 3],
      )
      return [header, ...lines.map((line) => ['x', line, ''].join(delimiter))].join(lineEnd)
    }),
  )

export const anyPlain = anyCells.map((cells) => bodyOf(cells, quoted, (texts) => texts.join('\nand then: ')))

export const anyMultipart = anyCells.map((cells) =>
  bodyOf(cells, quoted, (texts) => {
    const parts = texts.map((text, i) => {
      if (i % 3 === 0) return `Content-Disposition: form-data; name="n${i}"\r\n\r\n${text}`
      if (i % 3 === 1)
        return `content-type: application/json\r\nContent-Disposition: form-data; name=j\r\n\r\n{"t":["${text}"]}`
      return `Content-Disposition: form-data; name="f"; filename="f.csv"\r\nContent-Type: text/csv\r\n\r\na,b\r\n${text},\r\n`
    })
    return `${parts.map((part) => `--x-Y z\r\n${part}\r\n`).join('')}--x-Y z--\r\n`
  }),
)
