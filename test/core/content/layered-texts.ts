/** Writes texts in two layers of escapes: JSON or a URL with a planted entity, inside a body of any format. */
import fc from 'fast-check'
import { anyText, type Planted, textOf } from './support.ts'

/** A way to write a text into another one, and to read it back; bits of a number say what is escaped needlessly. */
interface Layer {
  write(text: string, escapes: number): string
  read(written: string): string
}

function perUnit(
  text: string,
  escapes: number,
  write: (unit: string, needlessly: boolean) => string,
): string {
  return [...text].map((unit, index) => write(unit, ((escapes >> (index % 20)) & 1) === 1)).join('')
}

const unicode = (character: string) =>
  Array.from({ length: character.length }, (_, i) => character.charCodeAt(i).toString(16).padStart(4, '0'))
    .map((digits) => `\\u${digits}`)
    .join('')

const percents = (character: string) =>
  [...Buffer.from(character)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')

const json: Layer = {
  write: (text, escapes) =>
    `{"m":"${perUnit(text, escapes, (unit, needlessly) => (needlessly ? unicode(unit) : JSON.stringify(unit).slice(1, -1)))}"}`,
  read: (written) => JSON.parse(written).m,
}

const url: Layer = {
  write: (text, escapes) =>
    `https://x.example/?a=1&m=${perUnit(text, escapes, (unit, needlessly) => (!needlessly && /[\w.@-]/.test(unit) ? unit : percents(unit)))}`,
  read: (written) => new URL(written).searchParams.get('m') ?? '',
}

const form: Layer = {
  write: (text, escapes) =>
    `m=${perUnit(text, escapes, (unit, needlessly) => (!needlessly && /[\w.@:-]/.test(unit) ? unit : percents(unit)))}`,
  read: (written) => new URLSearchParams(written).get('m') ?? '',
}

const references = (character: string) => `&#${character.codePointAt(0)};`
const xml: Layer = {
  write: (text, escapes) =>
    `<m>${perUnit(text, escapes, (unit, needlessly) => (needlessly || /[<&>]/.test(unit) ? references(unit) : unit))}</m>`,
  read: (written) =>
    written.slice(3, -4).replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code))),
}

const csv: Layer = {
  write: (text, escapes) => (escapes % 2 ? `m\n"${text.replaceAll('"', '""')}"` : `m\n${text}`),
  read: (written) =>
    written.slice(2).replace(/^"(.*)"$/s, (_, inside: string) => inside.replaceAll('""', '"')),
}

const outer = { json, form, xml, csv } as const
const inner = { json, url } as const

export type OuterFormat = keyof typeof outer

export interface Layered {
  format: OuterFormat
  body: string
  planted: Planted
  /** The planted text, read out of a body of both layers; throws where one of them is broken. */
  read(body: string): string
}

/** Text with nothing or one entity in it, in two layers. A cell of a table with JSON in it needs its quotes. */
export const anyLayered: fc.Arbitrary<Layered> = fc
  .record({
    format: fc.constantFrom<OuterFormat>('json', 'form', 'xml', 'csv'),
    kind: fc.constantFrom('json' as const, 'url' as const),
    planted: anyText,
    innerEscapes: fc.nat(1 << 20),
    outerEscapes: fc.nat(1 << 20),
  })
  .map(({ format, kind, planted, innerEscapes, outerEscapes }) => {
    const within = inner[kind].write(textOf(planted), innerEscapes)
    const bits = format === 'csv' && kind === 'json' ? 1 : outerEscapes
    return {
      format,
      body: outer[format].write(within, bits),
      planted,
      read: (body) => inner[kind].read(outer[format].read(body)),
    }
  })
