/** Promises that the paragraphs of a letter tell together who it is to, as its lines do in plain text. */
import { Buffer } from 'node:buffer'
import { describe, expect, test } from 'vitest'
import { inspectWhole } from '../../../gateway/core/content/whole.ts'
import { shippedAnalyzer } from '../../support/analysis.ts'
import { docx, entryOf, fileJudge, paragraph, zip } from './support.ts'

const letter = ['Anna Weber', '12 Main Street', 'Springfield', '', 'Dear Anna Weber,', 'Patient: Maria Lopez']

function read(body: Uint8Array, format: 'opaque' | 'text') {
  const { judge, asked } = fileJudge({})
  const { body: out } = inspectWhole(
    { format, boundary: null, judge: { ...judge, analyzer: shippedAnalyzer() }, opaqueParts: 'pass' },
    Buffer.from(body),
  )
  return { out, found: asked.map(({ type, value }) => `${type} ${value}`) }
}

function odt(content: string): Buffer {
  return zip({
    mimetype: 'application/vnd.oasis.opendocument.text',
    'content.xml': `<o:doc><o:text>${content}</o:text></o:doc>`,
  })
}

const asText = read(Buffer.from(letter.join('\n')), 'text').found

test('as plain text it names them', () => {
  expect(asText).toContain('PERSON Maria Lopez')
  expect(asText.filter((one) => one === 'PERSON Anna Weber').length).toBeGreaterThan(0)
})

describe('the same letter', () => {
  test('in Word', () => {
    const { out, found } = read(docx(letter.map((line) => paragraph(line)).join('')), 'opaque')
    expect(found).toEqual(expect.arrayContaining(asText))
    const document = entryOf(out, 'word/document.xml')
    for (const name of ['Weber', 'Main Street', 'Lopez']) expect(document).not.toContain(name)
    expect(document.match(/<w:p>/g)).toHaveLength(letter.length)
  })

  test('in OpenDocument', () => {
    const { out, found } = read(odt(letter.map((line) => `<text:p>${line}</text:p>`).join('')), 'opaque')
    expect(found).toEqual(expect.arrayContaining(asText))
    for (const name of ['Weber', 'Main Street', 'Lopez'])
      expect(entryOf(out, 'content.xml')).not.toContain(name)
  })

  test('in a cell of a table and in a box, which end a text', () => {
    const box = (inner: string) =>
      `<w:p><w:r><w:t>Before </w:t></w:r><w:txbxContent>${inner}</w:txbxContent><w:r><w:t>behind</w:t></w:r></w:p>`
    const cell = `<w:tbl><w:tr><w:tc>${letter.map((line) => paragraph(line)).join('')}</w:tc></w:tr></w:tbl>`
    for (const inner of [cell, box(cell), box(letter.map((line) => paragraph(line)).join(''))]) {
      const { out, found } = read(docx(`${paragraph('One')}${inner}${paragraph('Two')}`), 'opaque')
      expect(found).toEqual(expect.arrayContaining(asText))
      expect(entryOf(out, 'word/document.xml')).not.toContain('Lopez')
    }
  })

  test('behind a hundred pages', () => {
    const page = paragraph('The dog slept in the sun and nobody came by all day.').repeat(3000)
    const { found } = read(docx(page + letter.map((line) => paragraph(line)).join('')), 'opaque')
    expect(found).toEqual(expect.arrayContaining(['PERSON Anna Weber', 'PERSON Maria Lopez']))
  })
})
