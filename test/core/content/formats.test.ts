/** What is promised of every format: any cutting gives the same, nothing hides, and nothing else changes. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { BodyForm } from '../../../gateway/core/content/format.ts'
import { runs } from '../../support/property-runs.ts'
import { anyForm, anyMultipart, anyPlain, anyTable, anyXml } from './bodies.ts'
import { mark, type Written } from './json-documents.ts'
import { anyPieces, type Order, run } from './support.ts'

const formats: [BodyForm['format'], fc.Arbitrary<Written>][] = [
  ['form', anyForm],
  ['xml', anyXml],
  ['csv', anyTable],
  ['text', anyPlain],
  ['multipart', anyMultipart],
]

describe.each(formats)('%s', (format, anyBody) => {
  const order: Order = { format, boundary: 'x-Y z' }

  test('gives the same bytes and asks the same questions under any cutting', () => {
    fc.assert(
      fc.property(anyBody, anyPieces, ({ text }, pieces) => {
        expect(run(text, { ...order, pieces })).toEqual(run(text, order))
      }),
      runs(200),
    )
  })

  test('asks for the same fields under any cutting, and drops and keeps the same', () => {
    const fields = {
      note0: 'drop',
      note1: 'keep',
      'r.n': 'drop',
      'r.n.m': 'keep',
      mail: 'drop',
      n0: 'drop',
      'j.t': 'drop',
      'f.b': 'keep',
      name: 'drop',
    } as const
    fc.assert(
      fc.property(anyBody, anyPieces, ({ text }, pieces) => {
        expect(run(text, { ...order, fields, pieces })).toEqual(run(text, { ...order, fields }))
      }),
      runs(150),
    )
  })

  test('leaves byte for byte what is kept', () => {
    fc.assert(
      fc.property(anyBody, anyPieces, ({ text }, pieces) => {
        const { out, changed } = run(text, { ...order, operator: 'keep', pieces })
        expect(out).toBe(text)
        expect(changed).toBe(false)
      }),
      runs(100),
    )
  })

  test('loses each entity, however it is written, and not one byte beside it', () => {
    fc.assert(
      fc.property(anyBody, anyPieces, ({ text, marked, entities }, pieces) => {
        const { out, questions } = run(text, { ...order, operator: 'redact', pieces })
        expect(questions.map((question) => question.value)).toEqual(entities)
        expect(out).toBe(marked.replaceAll(mark, ''))
      }),
      runs(300),
    )
  })

  test('lets nothing out from the first refused entity on', () => {
    fc.assert(
      fc.property(anyBody, anyPieces, ({ text, marked, entities }, pieces) => {
        fc.pre(entities.length > 0)
        const { out, refused, questions } = run(text, { ...order, operator: 'refuse', pieces })
        expect(refused).toBe(true)
        expect(marked.slice(0, marked.indexOf(mark)).startsWith(out)).toBe(true)
        expect(questions).toHaveLength(entities.length)
      }),
      runs(100),
    )
  })

  test('lets no stand-in out either behind the refused entity', () => {
    fc.assert(
      fc.property(anyBody, anyPieces, fc.nat(3), ({ text, marked, entities }, pieces, spared) => {
        fc.pre(entities.length > spared)
        let asked = 0
        const operator = () => (asked++ === spared ? 'refuse' : 'redact') as 'refuse' | 'redact'
        const { out, changed } = run(text, { ...order, operator, pieces })
        const before = marked
          .split(mark)
          .slice(0, spared + 1)
          .join('')
        expect(before.startsWith(out)).toBe(true)
        expect(changed).toBe(entities.length > 1)
      }),
      runs(100),
    )
  })

  test('tells where each entity stands in the bytes', () => {
    fc.assert(
      fc.property(anyBody, anyPieces, ({ text, marked }, pieces) => {
        const bytes = Buffer.from(text)
        const { questions } = run(text, { ...order, pieces })
        let rest = bytes
        const pieceList: Buffer[] = []
        let from = 0
        for (const { offset, length } of questions) {
          pieceList.push(bytes.subarray(from, offset))
          from = offset + length
          rest = bytes.subarray(from)
        }
        expect(Buffer.concat([...pieceList, rest]).toString()).toBe(marked.replaceAll(mark, ''))
      }),
      runs(100),
    )
  })
})
