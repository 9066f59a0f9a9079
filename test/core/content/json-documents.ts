/** Makes JSON documents with planted entities, written in every way that JSON allows. */
import fc from 'fast-check'
import { anyText, type Planted, textOf } from './support.ts'

/** A document as text, the same with every entity replaced by `mark`, and the entities. */
export interface Written {
  text: string
  marked: string
  entities: string[]
}

type Node =
  | { kind: 'text'; planted: Planted; escapes: number }
  | { kind: 'raw'; text: string }
  | { kind: 'array'; items: Node[]; space: string }
  | { kind: 'object'; members: { name: Planted; escapes: number; value: Node }[]; space: string }

/** What stands in `marked` where an entity stands in `text`. */
export const mark = '\u0001'

const anySpace = fc.constantFrom('', '', ' ', '\n  ', '\t', '\r\n')
const anyRaw = fc.constantFrom(
  'true',
  'false',
  'null',
  '0',
  '-0.5',
  '1e+9',
  '12',
  '1.000000000000000000001',
  '3E-2',
)

const { node } = fc.letrec<{ node: Node }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.record({ kind: fc.constant('text' as const), planted: anyText, escapes: fc.nat(1 << 20) }),
    fc.record({ kind: fc.constant('raw' as const), text: anyRaw }),
    fc.record({
      kind: fc.constant('array' as const),
      items: fc.array(tie('node'), { maxLength: 4 }),
      space: anySpace,
    }),
    fc.record({
      kind: fc.constant('object' as const),
      members: fc.array(
        fc.record({
          name: fc.oneof(
            { weight: 4, arbitrary: anyText.map((text) => ({ ...text, entity: null })) },
            { weight: 1, arbitrary: anyText },
          ),
          escapes: fc.nat(1 << 20),
          value: tie('node'),
        }),
        { maxLength: 4 },
      ),
      space: anySpace,
    }),
  ),
}))

export const anyDocument: fc.Arbitrary<Written> = node.map((root) => {
  const entities: string[] = []
  return { text: write(root, null), marked: write(root, entities), entities }
})

/** With `entities` the marked form is written, and they are collected. */
function write(node: Node, entities: string[] | null): string {
  switch (node.kind) {
    case 'raw':
      return node.text
    case 'text':
      return quote(node.planted, node.escapes, entities)
    case 'array':
      return `[${node.space}${node.items.map((item) => write(item, entities)).join(`${node.space},${node.space}`)}${node.space}]`
    case 'object':
      return `{${node.space}${node.members
        .map((member) => {
          const name = quote(member.name, member.escapes, entities)
          return `${name}${node.space}:${node.space}${write(member.value, entities)}`
        })
        .join(`,${node.space}`)}${node.space}}`
  }
}

function quote(planted: Planted, escapes: number, entities: string[] | null): string {
  if (entities === null || planted.entity === null) return `"${escaped(textOf(planted), escapes)}"`
  entities.push(planted.entity)
  // The same escapes as in the text, so that both differ in the entity alone.
  const whole = textOf(planted)
  const start = planted.before === '' ? 0 : planted.before.length + 1
  const end = start + planted.entity.length
  const units = escapedUnits(whole, escapes)
  return `"${units.slice(0, start).join('')}${mark}${units.slice(end).join('')}"`
}

export function escaped(text: string, escapes: number): string {
  return escapedUnits(text, escapes).join('')
}

/** Each UTF-16 unit as itself or as an escape, by the bits of a number. */
function escapedUnits(text: string, escapes: number): string[] {
  return Array.from({ length: text.length }, (_, index) => {
    const unit = text.charCodeAt(index)
    const isSurrogate = unit >= 0xd800 && unit <= 0xdfff
    const pair = isSurrogate && unit >= 0xdc00 ? index - 1 : index
    if (((escapes >> (pair % 20)) & 1) === 0) return text[index] as string
    const digits = unit.toString(16).padStart(4, '0')
    return `\\u${index % 2 === 0 ? digits : digits.toUpperCase()}`
  })
}
