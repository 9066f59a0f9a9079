/** What people write in office documents is found however it is cut, and the documents stay what they were. */
import { Buffer } from 'node:buffer'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createInspector } from '../../../gateway/core/content/create.ts'
import { runs } from '../../support/property-runs.ts'
import { anyPieces, cut } from '../content/support.ts'
import {
  docx,
  entryOf,
  type FileOrder,
  fileJudge,
  inspectFile,
  paragraph,
  wordSpace,
  xlsx,
  zip,
} from './support.ts'

const documentOf = (file: Uint8Array) => entryOf(file, 'word/document.xml')

describe('in a text document', () => {
  test('an address that is cut into runs is one address, and its stand-in stands in the first', () => {
    const { body, values } = inspectFile(docx(paragraph('To jo', 'e@exam', 'ple.com now')))
    expect(values).toEqual(['joe@example.com'])
    expect(documentOf(body)).toContain('To j**@example.com')
    expect(documentOf(body)).toContain('<w:t xml:space="preserve"> now</w:t>')
    expect(documentOf(body).match(/<w:r>/g)).toHaveLength(3)
  })

  test('any way of cutting a text into runs shows the same entities', () => {
    const text = 'card 4111 1111 1111 1111 of joe@example.com &amp; kim@example.com'
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 9 }), (sizes) => {
        const runs: string[] = []
        const characters = text.match(/&amp;|./g) ?? []
        for (let at = 0, i = 0; at < characters.length; i++) {
          const size = sizes[i % sizes.length] as number
          runs.push(characters.slice(at, at + size).join(''))
          at += size
        }
        const { body, values } = inspectFile(docx(paragraph(...runs)))
        expect(values).toEqual(['4111 1111 1111 1111', 'joe@example.com', 'kim@example.com'])
        const left = documentOf(body).replaceAll(/<[^>]*>/g, '')
        expect(left).toBe('card **** **** **** 1111 of j**@example.com &amp; k**@example.com')
      }),
      runs(60),
    )
  })

  test('two paragraphs are two texts, and a tab or a line end is between words', () => {
    const { values } = inspectFile(docx(`${paragraph('joe@exam')}${paragraph('ple.com')}`))
    expect(values).toEqual([])
    const tabbed =
      '<w:p><w:r><w:t>41111111</w:t><w:tab/><w:t>11111111</w:t><w:br/><w:t>a@example.com</w:t></w:r></w:p>'
    expect(inspectFile(docx(tabbed)).values).toContain('a@example.com')
  })

  test('headers, notes, comments, deleted text, boxes and links are read', () => {
    const more = {
      'word/header1.xml': `<w:hdr>${paragraph('head@example.com')}</w:hdr>`,
      'word/footnotes.xml': `<w:footnotes>${paragraph('foot@example.com')}</w:footnotes>`,
      'word/_rels/document.xml.rels':
        '<Relationships><Relationship Id="a" Target="mailto:link@example.com" TargetMode="External"/></Relationships>',
      'customXml/item1.xml': '<data mail="own@example.com"><to>xml@example.com</to></data>',
    }
    const content =
      '<w:p><w:del><w:r><w:delText>gone@example.com</w:delText></w:r></w:del><w:r><w:pict><w:txbxContent>' +
      `${paragraph('box@example.com')}</w:txbxContent></w:pict></w:r></w:p>` +
      '<w:p><w:r><w:instrText>HYPERLINK "mailto:field@example.com"</w:instrText></w:r></w:p>'
    const { values, body } = inspectFile(docx(content, more))
    const names = values.map((value) => value.replace('@example.com', '')).toSorted()
    expect(names).toEqual(['box', 'field', 'foot', 'gone', 'head', 'link', 'own', 'xml'])
    for (const name of Object.keys(more))
      expect(entryOf(body, name)).not.toMatch(/(?:head|foot|link|own|xml)@/)
  })

  test('a document in which nothing is found leaves byte for byte', () => {
    expect(inspectFile(docx(paragraph('nothing here')))).toMatchObject({ same: true, changed: false })
    expect(inspectFile(docx(paragraph('joe@example.com')), { operator: 'keep' }).same).toBe(true)
  })

  test('a refused entity refuses the document', () => {
    const result = inspectFile(docx(paragraph('joe@example.com')), { operator: 'refuse' })
    expect(result.refused).toBe(true)
    expect(result.body).toHaveLength(0)
  })

  test('what the judge keeps from a signed document is kept, and its bytes are', () => {
    const signed = docx(paragraph('joe@example.com'), { '_xmlsignatures/sig1.xml': '<Signature/>' })
    const { values, same } = inspectFile(signed, { metadata: 'strip' })
    expect([values, same]).toEqual([['joe@example.com'], true])
  })
})

describe('in a workbook', () => {
  const rows = [
    ['First name', 'Email', 'Card', 'Amount'],
    ['Anna', 'anna@example.com', 4111111111111111, 4711],
    ['Bernd', 'bernd@example.com', 5500000000000004, 4712],
  ]

  test('a column says by its name what its cells hold, and a number stays one', () => {
    const { asked, body } = inspectFile(xlsx(rows))
    expect(asked.map(({ path, value }) => `${path} ${value}`)).toEqual([
      'Card 4111111111111111',
      'Card 5500000000000004',
      'First name Anna',
      'Email anna@example.com',
      'First name Bernd',
      'Email bernd@example.com',
    ])
    const sheet = entryOf(body, 'xl/worksheets/sheet1.xml')
    expect(sheet).toContain('<v>9999999999991111</v>')
    expect(sheet).toContain('<v>4711</v>')
    expect(entryOf(body, 'xl/sharedStrings.xml')).toContain('<t xml:space="preserve">A***</t>')
  })

  test('a title above the names of the columns, and cells that name their place, change nothing', () => {
    const sheet =
      '<worksheet><sheetData><row><c r="A1" t="inlineStr"><is><t>Customers of 2026</t></is></c></row>' +
      '<row><c r="B2" t="inlineStr"><is><t>Last name</t></is></c><c r="D2" t="inlineStr"><is><t>Phone</t></is></c></row>' +
      '<row><c r="B3" t="inlineStr"><is><r><t>Mei</t></r><r><t>er</t></r></is></c><c r="D3" t="str"><f>"x"</f><v>030 901820</v></c></row>' +
      '</sheetData></worksheet>'
    const book = zip({ '[Content_Types].xml': '<Types/>', 'xl/worksheets/sheet1.xml': sheet })
    const { asked } = inspectFile(book)
    expect(asked).toEqual([
      { type: 'PERSON', path: 'Last name', value: 'Meier' },
      { type: 'PHONE', path: 'Phone', value: '030 901820' },
    ])
  })

  test('a rule keeps and drops columns by their names', () => {
    const fields = { Email: 'drop', 'First name': 'keep', Card: 'drop' } as const
    const { values, body } = inspectFile(xlsx(rows), { fields })
    expect(values).toEqual([])
    expect(entryOf(body, 'xl/sharedStrings.xml')).not.toContain('@')
    expect(entryOf(body, 'xl/sharedStrings.xml')).toContain('Anna')
    expect(entryOf(body, 'xl/worksheets/sheet1.xml')).toContain('<v>0</v>')
  })

  test('what a redaction leaves of a number is a number', () => {
    const { body } = inspectFile(xlsx(rows), { operator: 'redact' })
    expect(entryOf(body, 'xl/worksheets/sheet1.xml')).toContain('<v>0</v>')
  })
})

test('slides and OpenDocument texts are read and written alike', () => {
  const slide = '<p:sld><a:p><a:r><a:t>joe@exam</a:t></a:r><a:r><a:t>ple.com</a:t></a:r></a:p></p:sld>'
  const slides = inspectFile(zip({ '[Content_Types].xml': '<Types/>', 'ppt/slides/slide1.xml': slide }))
  expect(entryOf(slides.body, 'ppt/slides/slide1.xml')).toContain('<a:t>j**@example.com</a:t>')
  const content =
    '<o:doc><text:p>To <text:span>joe@exam</text:span>ple.com<text:line-break/>now</text:p></o:doc>'
  const odt = zip({ mimetype: 'application/vnd.oasis.opendocument.text', 'content.xml': content })
  expect(entryOf(inspectFile(odt).body, 'content.xml')).toContain(
    'To <text:span>j**@example.com</text:span><',
  )
})

describe('who wrote a document', () => {
  const core =
    '<cp:coreProperties><dc:title>Offer</dc:title><dc:creator>Karl Planted</dc:creator><cp:lastModifiedBy>Lena Planted</cp:lastModifiedBy><cp:revision>17</cp:revision></cp:coreProperties>'
  const app =
    '<Properties><Company>Planted Ltd</Company><TotalTime>95</TotalTime><Pages>2</Pages></Properties>'
  const comments = `<w:comments><w:comment w:id="1" w:author="Karl Planted" w:initials="KP">${paragraph('fine')}</w:comment><w:comment w:id="2" w:author="Lena Planted">${paragraph('fine')}</w:comment></w:comments>`
  const document = docx(paragraph('Offer'), {
    'docProps/core.xml': core,
    'docProps/app.xml': app,
    'word/comments.xml': comments,
    'docProps/thumbnail.jpeg': new Uint8Array(Buffer.from('\xff\xd8\xffpicture of the page', 'latin1')),
  })
  const strip: FileOrder = { metadata: 'strip', operator: 'keep' }

  test('goes where the rule strips it, and its title and text stay', () => {
    const { body, notes } = inspectFile(document, strip)
    for (const name of ['docProps/core.xml', 'docProps/app.xml', 'word/comments.xml'])
      expect(entryOf(body, name)).not.toMatch(/Planted|KP|17|95/)
    expect(entryOf(body, 'docProps/core.xml')).toContain('<dc:title>Offer</dc:title>')
    expect(entryOf(body, 'word/comments.xml')).toContain('w:author="Author 2"')
    expect(documentOf(body)).toBe(documentOf(document))
    expect(notes).toEqual(['metadata-stripped'])
  })

  test('stays where the rule keeps it', () => {
    expect(inspectFile(document, { operator: 'keep' }).same).toBe(true)
  })

  test('the small picture of its first page is blank once anything is changed', () => {
    expect(entryOf(inspectFile(document, strip).body, 'docProps/thumbnail.jpeg')).not.toContain('picture')
  })

  test('a signed document keeps it, which is told', () => {
    const signed = docx(paragraph('Offer'), { 'docProps/core.xml': core, '_xmlsignatures/sig1.xml': '<S/>' })
    expect(inspectFile(signed, strip)).toMatchObject({ same: true, notes: ['signed-metadata'] })
  })
})

test('macros and embedded objects are counted, and stop a document where the rule stops what it cannot read', () => {
  const file = docx(paragraph('joe@example.com'), {
    'word/vbaProject.bin': new Uint8Array(Buffer.from('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'latin1')),
  })
  expect(inspectFile(file)).toMatchObject({ opaqueParts: 1, notes: ['opaque:macros'], changed: true })
  expect(inspectFile(file, { opaqueParts: 'refuse' })).toMatchObject({ refused: true })
})

test('however an upload is cut, the same file leaves', () => {
  const body = Buffer.concat([
    Buffer.from('--b\r\nContent-Disposition: form-data; name="f"; filename="a.docx"\r\n'),
    Buffer.from('Content-Type: application/octet-stream\r\n\r\n'),
    docx(paragraph('joe@exam', 'ple.com')),
    Buffer.from('\r\n--b--\r\n'),
  ])
  const through = (pieces: readonly number[] | undefined) => {
    const { judge, asked } = fileJudge({})
    const limits = { maxValueBytes: 1 << 16 }
    const inspector = createInspector({
      format: 'multipart',
      boundary: 'b',
      judge,
      limits,
      opaqueParts: 'pass',
    })
    const out = [...cut(body, pieces)].flatMap((piece) => [...inspector.push(piece)])
    return { out: Buffer.concat([...out, ...inspector.end()]).toString('latin1'), asked }
  }
  const whole = through(undefined)
  expect(whole.asked).toEqual([{ type: 'EMAIL', path: 'f', value: 'joe@example.com' }])
  expect(whole.out).not.toBe(body.toString('latin1'))
  fc.assert(
    fc.property(anyPieces, (pieces) => {
      expect(through(pieces)).toEqual(whole)
    }),
    runs(30),
  )
})

test('a document that is longer than what is held leaves unread, and is counted', () => {
  const file = docx(paragraph('joe@example.com'))
  const { judge, notes } = fileJudge({ maxFileBytes: 100 })
  const limits = { maxValueBytes: 1 << 16 }
  const inspector = createInspector({ format: 'opaque', judge, limits, opaqueParts: 'pass' })
  const out = [...cut(file, [64])].flatMap((piece) => [...inspector.push(piece)])
  expect(Buffer.concat([...out, ...inspector.end()]).equals(file)).toBe(true)
  expect([inspector.opaqueParts, notes]).toEqual([1, ['opaque:large']])
})

test('a table or a text by its label that is a document is read as one', () => {
  const part = (type: string) =>
    Buffer.concat([
      Buffer.from(
        `--b\r\nContent-Disposition: form-data; name="f"; filename="x"\r\nContent-Type: ${type}\r\n\r\n`,
      ),
      docx(paragraph('joe@example.com')),
      Buffer.from('\r\n--b--\r\n'),
    ])
  for (const type of ['text/csv', 'text/plain', 'application/zip', 'image/png', 'application/msword']) {
    const { judge, asked } = fileJudge({})
    const limits = { maxValueBytes: 1 << 16 }
    const inspector = createInspector({
      format: 'multipart',
      boundary: 'b',
      judge,
      limits,
      opaqueParts: 'pass',
    })
    inspector.push(part(type))
    inspector.end()
    expect([type, asked.length]).toEqual([type, 1])
  }
})

describe('a part is what it holds, whatever it is called', () => {
  const text = `<?xml version="1.0"?><w:document ${wordSpace}>${paragraph('joe@example.com')}</w:document>`
  const hidden = `<!-- ><styles --><w:document ${wordSpace}>${paragraph('joe@example.com')}</w:document>`
  test.each([
    ['word/styles.xml', text],
    ['word/theme/document.xml', text],
    ['word/theme/document.xml', hidden],
    ['Configurations2/main.xml', text],
    ['customXml/signatures/item1.xml', text],
    ['word/fonts/document.xml', text],
    ['docProps/thumbnail.xml', text],
    ['xl/printerSettings/inner.docx', new Uint8Array(docx(paragraph('joe@example.com')))],
  ])('the text in %s is read', (name, part) => {
    expect(inspectFile(docx('', { [name]: part })).values).toEqual(['joe@example.com'])
  })

  test('styles, fonts and settings of printers are left alone', () => {
    const parts = {
      'word/styles.xml': '<?xml version="1.0"?><w:styles><w:style w:author="joe@example.com"/></w:styles>',
      'word/fonts/font1.odttf': 'joe@example.com',
      'word/printerSettings/printerSettings1.bin': 'joe@example.com',
    }
    expect(inspectFile(docx('', parts))).toMatchObject({ same: true, values: [], notes: [] })
  })
})

test('of a document in a signed one it is told that its metadata stayed', () => {
  const core = '<cp:coreProperties><dc:creator>Planted</dc:creator></cp:coreProperties>'
  const inner = docx(paragraph('Offer'), { 'docProps/core.xml': core })
  const signed = docx('', {
    'word/embeddings/a.docx': new Uint8Array(inner),
    '_xmlsignatures/sig1.xml': '<Signature/>',
  })
  expect(inspectFile(signed, { metadata: 'strip' })).toMatchObject({ same: true, notes: ['signed-metadata'] })
})

test('a document with an archive in it was looked into', () => {
  const archive = new Uint8Array(zip({ 'a.txt': 'anything' }))
  const { isUnread, notes } = inspectFile(docx(paragraph('Offer'), { 'word/embeddings/a.zip': archive }))
  expect([isUnread ?? false, notes]).toEqual([false, ['opaque:archive']])
})
