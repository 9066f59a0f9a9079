/** Promises that nothing personal stays in a document beside its text: comments of the package, loose parts, pictures of it. */
import { Buffer } from 'node:buffer'
import { expect, test } from 'vitest'
import { docx, entryOf, inspectFile, paragraph, rawZip, zip } from './support.ts'

const parts = [
  { name: '[Content_Types].xml', content: '<Types/>' },
  { name: 'word/document.xml', content: '<w:document><w:p><w:t>Offer</w:t></w:p></w:document>' },
]

test('a comment of the package goes, and the document stays one', () => {
  const { body, refused } = inspectFile(rawZip(parts, { comment: 'packed by joe@example.com' }))
  expect(refused).toBe(false)
  expect(Buffer.from(body).includes('joe@example.com')).toBe(false)
  expect(entryOf(body, 'word/document.xml')).toBe(parts[1]?.content)
})

test('a comment of a signed package goes, and no part of it changes', () => {
  const signature = { name: '_xmlsignatures/sig1.xml', content: '<Signature/>' }
  const { body, notes } = inspectFile(rawZip([...parts, signature], { comment: 'packed by joe@example.com' }))
  expect(Buffer.from(body).includes('joe@example.com')).toBe(false)
  expect(entryOf(body, '_xmlsignatures/sig1.xml')).toBe(signature.content)
  expect(notes).toEqual([])
})

test('a text that nothing in the document refers to is read', () => {
  const file = docx(paragraph('Offer'), { 'word/orphan.txt': 'Please write to joe@example.com' })
  const { body, notes } = inspectFile(file)
  expect(entryOf(body, 'word/orphan.txt')).toBe('Please write to j**@example.com')
  expect(notes).toEqual([])
})

test('what is no text beside it is counted as before', () => {
  const file = docx(paragraph('Offer'), { 'word/data.bin': new Uint8Array([1, 2, 0, 3]) })
  expect(inspectFile(file)).toMatchObject({ same: true, notes: ['opaque:embedded'] })
})

test('where metadata is stripped a picture of the first page is blank, though nothing else changes', () => {
  const file = docx(paragraph('Offer'), { 'docProps/thumbnail.jpeg': 'a picture of the first page' })
  const stripped = inspectFile(file, { metadata: 'strip' })
  expect(entryOf(stripped.body, 'docProps/thumbnail.jpeg')).not.toContain('first page')
  expect(stripped.notes).toEqual(['metadata-stripped'])
  expect(inspectFile(stripped.body, { metadata: 'strip' }).same).toBe(true)
  expect(inspectFile(file).same).toBe(true)
})

test('so is the picture of an object in an OpenDocument file, which else is counted', () => {
  const file = zip({
    mimetype: 'application/vnd.oasis.opendocument.spreadsheet',
    'content.xml': '<o:doc/>',
    'ObjectReplacements/Object 1': new Uint8Array(Buffer.from('VCLMTF\0joe\x01')),
  })
  const { body } = inspectFile(file, { metadata: 'strip' })
  expect(entryOf(body, 'ObjectReplacements/Object 1')).not.toContain('joe')
  expect(inspectFile(file)).toMatchObject({ same: true, notes: ['opaque:embedded'] })
})
