/** An office file that two programs could read in two ways is not taken for one that was looked into. */
import { describe, expect, test } from 'vitest'
import { isGatewayError } from '../../../gateway/core/errors.ts'
import { mostEntries, mostEntryBytes } from '../../../gateway/core/files/zip-entries.ts'
import { docx, entryOf, inspectFile, paragraph, type RawEntry, rawZip, wordSpace, zip } from './support.ts'

const types: RawEntry = { name: '[Content_Types].xml', content: '<Types/>' }
const text = `<w:document ${wordSpace}><w:body>${paragraph('joe@example.com')}</w:body></w:document>`
const main: RawEntry = { name: 'word/document.xml', content: text }

function why(file: Uint8Array): string {
  try {
    inspectFile(file)
  } catch (error) {
    if (isGatewayError(error, 'CONTENT_MALFORMED')) return String(error.details.why)
    throw error
  }
  return 'was read'
}

test('what is written by hand here is read where nothing is wrong with it', () => {
  const { body, values } = inspectFile(rawZip([types, main]))
  expect(values).toEqual(['joe@example.com'])
  expect(entryOf(body, 'word/document.xml')).not.toContain('joe@')
})

const faults: readonly (readonly [title: string, file: () => Buffer, why: RegExp])[] = [
  ['two entries of one name', () => rawZip([types, main, main]), /twice/],
  [
    'names that differ in case alone',
    () => rawZip([types, main, { ...main, name: 'WORD/document.xml' }]),
    /twice/,
  ],
  ['a name in another folder', () => rawZip([types, main, { name: '../evil', content: '' }]), /name/],
  ['a name from the root', () => rawZip([types, main, { name: '/etc/passwd', content: '' }]), /name/],
  ['a name with a backslash', () => rawZip([types, main, { name: 'a\\b', content: '' }]), /name/],
  [
    'a local header with another name',
    () => rawZip([types, main, { name: 'word/a.xml', content: '<a/>', central: { name: 'word/b.xml' } }]),
    /differ/,
  ],
  ['a local header with another length', () => rawZip([types, { ...main, central: { size: 5 } }]), /differ/],
  ['a local header with other flags', () => rawZip([types, { ...main, central: { flags: 2 } }]), /differ/],
  [
    'two entries that are one stretch',
    () => rawZip([types, main, { name: 'word/b.xml', content: '<b/>', central: { place: 0 } }]),
    /overlap/,
  ],
  [
    'something between the entries',
    () => rawZip([types, main], { between: 'hidden' }),
    /stands between|before/,
  ],
  ['something before the first entry', () => rawZip([types, main], { before: 'MZ' }), /was read/],
  ['something behind the end', () => rawZip([types, main], { behind: 'hidden' }), /end with/],
  [
    'a comment with another end in it',
    () => rawZip([types, main], { comment: `PK\x05\x06${'\0'.repeat(18)}` }),
    /elsewhere/,
  ],
  ['a comment that is cut off', () => rawZip([types, main], { comment: 'joe' }).subarray(0, -1), /end with/],
  ['fewer entries than it says', () => rawZip([types, main], { count: 3 }), /missing/],
  ['more entries than it says', () => rawZip([types, main], { count: 1 }), /length/],
  ['zip64', () => rawZip([types, main], { count: 0xffff }), /zip64/],
  ['a compression that nobody here knows', () => rawZip([types, { ...main, method: 12 }]), /compression/],
  ['its end cut off', () => rawZip([types, main]).subarray(0, -40), /end with/],
]
describe('malformed is a package with', () => {
  test.each(faults)('%s', (_, file, expected) => {
    const bytes = file()
    // What does not begin as a package is no package: its rule is that of unknown content.
    if (bytes[0] !== 0x50)
      expect(inspectFile(bytes)).toMatchObject({ isUnread: true, notes: ['opaque:binary'] })
    else expect(why(bytes)).toMatch(expected)
  })
})

test('an entry that unpacks to more than it says is stopped there', () => {
  const bomb = rawZip([types, { name: 'word/document.xml', content: 'a'.repeat(8 << 20) }])
  const lie = Buffer.from(bomb)
  // Both headers say a hundred bytes.
  const local = lie.indexOf('word/document.xml') - 30
  const central = lie.lastIndexOf('word/document.xml') - 46
  lie.writeUInt32LE(100, local + 22)
  lie.writeUInt32LE(100, central + 24)
  expect(why(lie)).toMatch(/something else/)
})

test('what unpacks to more than may be held is never unpacked', () => {
  const entry = { name: 'word/media/a.xml', content: 'x' }
  const bomb = rawZip([types, main, { ...entry, content: 'a'.repeat(mostEntryBytes + 1) }])
  expect(bomb.length).toBeLessThan(64 * 1024)
  expect(why(bomb)).toMatch(/too much/)
  const many = ['a', 'b', 'c'].map((name) => ({ name, content: 'a'.repeat(mostEntryBytes) }))
  expect(why(rawZip([types, main, ...many]))).toMatch(/too much/)
})

test('more entries than any document has are too many', () => {
  const entries = Array.from({ length: mostEntries }, (_, i) => ({ name: `a${i}`, content: '', method: 0 }))
  expect(why(rawZip([types, main, ...entries]))).toMatch(/too many/)
})

test('documents in documents are opened once, and a package that holds itself ends there', () => {
  const inner = docx(paragraph('kim@example.com'))
  const nested = docx(paragraph('joe@example.com'), { 'word/embeddings/a.docx': new Uint8Array(inner) })
  expect(inspectFile(nested).values.toSorted()).toEqual(['joe@example.com', 'kim@example.com'])
  const twice = docx('', { 'word/embeddings/b.docx': new Uint8Array(nested) })
  const { values, notes } = inspectFile(twice)
  expect([values, notes]).toEqual([['joe@example.com'], ['opaque:embedded']])
})

test('an archive that is no document, and one that is locked, are counted and left as they are', () => {
  const archive = zip({ 'people.txt': 'joe@example.com' })
  expect(inspectFile(archive)).toMatchObject({ same: true, isUnread: true, notes: ['opaque:archive'] })
  const locked = rawZip([types, { ...main, flags: 1, central: { flags: 1 } }])
  expect(inspectFile(locked)).toMatchObject({ same: true, isUnread: true, notes: ['opaque:locked'] })
})

test('a part that is broken, or in another character set, makes the whole document malformed', () => {
  expect(() => inspectFile(docx('<w:p>'))).toThrow()
  const wide = Buffer.from(`\ufeff${text}`, 'utf16le')
  expect(why(docx('', { 'word/header1.xml': new Uint8Array(wide) }))).toMatch(/character set/)
})
