/** What a document calls its sheets, bookmarks and tables is replaced wherever it is used, and programs still find it. */
import type { Buffer } from 'node:buffer'
import { describe, expect, test } from 'vitest'
import { docx, entryOf, inspectFile, paragraph, xlsx, zip } from './support.ts'

const mail = 'joe@example.com'
/** What is left of it in a sheet's name, which may hold no asterisk. */
const inSheet = 'j__@example.com'

function workbook(more: Record<string, string>, name = mail): Buffer {
  const sheets = `<workbook><sheets><sheet name="${name}" sheetId="1"/><sheet name="Plain" sheetId="2"/></sheets></workbook>`
  return xlsx([['Amount'], [1]], { 'xl/workbook.xml': sheets, ...more })
}

/** Everything that a file says, unpacked. */
function everything(file: Uint8Array, names: readonly string[]): string {
  return names.map((name) => entryOf(file, name)).join('\n')
}

describe('the name of a sheet', () => {
  test('is replaced in formulas, ranges, links, charts, pivot tables and properties by the same', () => {
    const more = {
      'docProps/app.xml': `<Properties><TitlesOfParts><vt:vector><vt:lpstr>${mail}</vt:lpstr></vt:vector></TitlesOfParts></Properties>`,
      'xl/charts/chart1.xml': `<c:chart><c:val><c:numRef><c:f>'${mail}'!$A$1:$A$2</c:f></c:numRef></c:val></c:chart>`,
      'xl/pivotCache/pivotCacheDefinition1.xml': `<pivotCacheDefinition><cacheSource><worksheetSource ref="A1:A2" sheet="${mail}"/></cacheSource></pivotCacheDefinition>`,
      'xl/worksheets/sheet2.xml': `<worksheet><sheetData><row><c><f>SUM('${mail}'!A1,"joe")&amp;"to kim@example.com"</f><v>1</v></c></row></sheetData><hyperlinks><hyperlink ref="A1" location="'${mail}'!A1"/></hyperlinks></worksheet>`,
      'xl/drawings/drawing1.xml': `<xdr:sp textlink="'${mail.toUpperCase()}'!A1"/>`,
    }
    const { body, values } = inspectFile(workbook(more))
    expect(entryOf(body, 'xl/workbook.xml')).toContain(`name="${inSheet}"`)
    expect(entryOf(body, 'docProps/app.xml')).toContain(`<vt:lpstr>${inSheet}<`)
    expect(entryOf(body, 'xl/charts/chart1.xml')).toContain(`<c:f>&#39;${inSheet}&#39;!$A$1:$A$2<`)
    expect(entryOf(body, 'xl/pivotCache/pivotCacheDefinition1.xml')).toContain(`sheet="${inSheet}"`)
    const sheet = entryOf(body, 'xl/worksheets/sheet2.xml')
    expect(sheet).toContain(`SUM(&#39;${inSheet}&#39;!A1,&#34;joe&#34;)&#38;&#34;to k**@example.com&#34;`)
    expect(sheet).toContain(`location="&#39;${inSheet}&#39;!A1"`)
    expect(entryOf(body, 'xl/drawings/drawing1.xml')).toContain(`textlink="&#39;${inSheet}&#39;!A1"`)
    expect(values.filter((value) => value === mail)).toHaveLength(1)
  })

  test('keeps to 31 characters, to its alphabet and to being the only one', () => {
    const long = 'A letter to joe@example.com of May'
    const names = [long, 'j__@example.com', mail, 'JOE@example.com ']
    const sheets = names.map((name, i) => `<sheet name="${name}" sheetId="${i + 1}"/>`).join('')
    const file = xlsx([['x']], { 'xl/workbook.xml': `<workbook><sheets>${sheets}</sheets></workbook>` })
    const left = [...entryOf(inspectFile(file).body, 'xl/workbook.xml').matchAll(/sheet name="([^"]*)"/g)]
    const written = left.map(([, name = '']) => name)
    expect(new Set(written.map((name) => name.toLowerCase())).size).toBe(names.length)
    for (const name of written) {
      expect(name.length).toBeLessThanOrEqual(31)
      expect(name).not.toMatch(/[:\\/?*[\]]|joe/i)
    }
  })

  test('needs no quotation marks where it needed none', () => {
    const name = 'DE89370400440532013000'
    const more = { 'xl/charts/chart1.xml': `<c:f>${name}!$A$1</c:f>` }
    const { body } = inspectFile(workbook(more, name))
    const left = /sheet name="([^"]*)"/.exec(entryOf(body, 'xl/workbook.xml'))?.[1] as string
    expect(left).toMatch(/^[\p{L}_][\p{L}\p{N}_.]*$/u)
    expect(entryOf(body, 'xl/charts/chart1.xml')).toContain(`<c:f>${left}!$A$1<`)
    expect(left).not.toContain('0440532013')
  })

  test('stays, with all that uses it, where the rule keeps it, and refuses where the rule refuses', () => {
    const file = workbook({ 'xl/charts/chart1.xml': `<c:f>'${mail}'!$A$1</c:f>` })
    expect(inspectFile(file, { operator: 'keep' }).same).toBe(true)
    expect(inspectFile(file, { operator: 'refuse' }).refused).toBe(true)
  })

  test('is not replaced where macros may use it: the document then cannot be written', () => {
    const file = workbook({ 'xl/vbaProject.bin': '\u0001 macros' })
    expect(() => inspectFile(file)).toThrow(expect.objectContaining({ code: 'CONTENT_MALFORMED' }))
    expect(inspectFile(file, { operator: 'keep' }).same).toBe(true)
  })
})

describe('a table in a workbook', () => {
  const table = (columns: string) =>
    `<table id="1" name="Table1" displayName="Table1" comment="ask ${mail}" ref="A1:B2"><tableColumns>${columns}</tableColumns></table>`

  test('has columns that are called what its head says', () => {
    const file = xlsx(
      [
        [`Mails of ${mail}`, 'Amount'],
        ['x', 2],
      ],
      {
        'xl/tables/table1.xml': table(
          `<tableColumn id="1" name="Mails of ${mail}"/><tableColumn id="2" name="Amount"/>`,
        ),
        'xl/worksheets/sheet2.xml': `<worksheet><sheetData><row><c><f>COUNTA(Table1[Mails of joe'@example.com])</f></c></row></sheetData></worksheet>`,
      },
    )
    const { body } = inspectFile(file)
    const becomes = 'Mails of j**@example.com'
    expect(entryOf(body, 'xl/tables/table1.xml')).toContain(`name="${becomes}"`)
    expect(entryOf(body, 'xl/tables/table1.xml')).toContain('comment="ask j**@example.com"')
    expect(entryOf(body, 'xl/sharedStrings.xml')).toContain(`>${becomes}<`)
    expect(entryOf(body, 'xl/worksheets/sheet2.xml')).toContain(`Table1[Mails of j**&#39;@example.com]`)
  })

  test('says the same in a head that is cut into runs, and in two columns that would become the same', () => {
    const cells =
      '<worksheet><sheetData><row><c t="inlineStr"><is><r><t>joe@exam</t></r><r><t>ple.com</t></r></is></c><c t="inlineStr"><is><t>jim@example.com</t></is></c></row></sheetData></worksheet>'
    const file = zip({
      '[Content_Types].xml': '<Types/>',
      'xl/worksheets/sheet1.xml': cells,
      'xl/tables/table1.xml': table(`<tableColumn name="${mail}"/><tableColumn name="jim@example.com"/>`),
    })
    const { body } = inspectFile(file)
    const named = [...entryOf(body, 'xl/tables/table1.xml').matchAll(/<tableColumn name="([^"]*)"/g)]
    const shown = [...entryOf(body, 'xl/worksheets/sheet1.xml').matchAll(/<t[^>]*>([^<]*)</g)]
    expect(named.map(([, name]) => name)).toEqual(['j**@example.com', 'j**@example.com_2'])
    expect(shown.map(([, text]) => text)).toEqual(named.map(([, name]) => name))
  })

  test('keeps its name where metadata is stripped', () => {
    const file = xlsx([['A', 'B']], { 'xl/tables/table1.xml': table('<tableColumn name="A"/>') })
    const { body } = inspectFile(file, { metadata: 'strip' })
    expect(entryOf(body, 'xl/tables/table1.xml')).toContain('displayName="Table1"')
  })
})

describe('what else people write in attributes is read', () => {
  const parts: Record<string, string> = {
    'xl/workbook.xml':
      '<workbook><definedNames><definedName name="n" comment="@" description="@" help="@" statusBar="@" customMenu="@">1</definedName></definedNames></workbook>',
    'xl/worksheets/sheet9.xml': `<worksheet><autoFilter><filterColumn><filters><filter val="@"/></filters><customFilters><customFilter val="@"/></customFilters></filterColumn></autoFilter><scenarios><scenario name="@" user="@" comment="@"/></scenarios><conditionalFormatting><cfRule text="@"/></conditionalFormatting><protectedRanges><protectedRange name="@"/></protectedRanges><dataValidations><dataValidation><formula1>"@,b"</formula1></dataValidation></dataValidations></worksheet>`,
    'xl/pivotCache/pivotCacheDefinition1.xml':
      '<pivotCacheDefinition refreshedBy="@"><cacheFields><cacheField name="@"><sharedItems><s v="@" c="@"/></sharedItems></cacheField></cacheFields></pivotCacheDefinition>',
    'xl/slicers/slicer1.xml': '<slicers><slicer name="@" caption="@" cache="@"/></slicers>',
    'xl/externalLinks/externalLink1.xml':
      '<externalLink><externalBook><sheetNames><sheetName val="@"/></sheetNames></externalBook></externalLink>',
    'word/settings.xml': '<w:settings><w:mailMerge><w:mailSubject w:val="@"/></w:mailMerge></w:settings>',
    'word/numbering.xml': '<w:numbering><w:lvl><w:lvlText w:val="%1 @"/></w:lvl></w:numbering>',
    'word/people.xml':
      '<w15:people><w15:person w15:author="@"><w15:presenceInfo w15:userId="@"/></w15:person></w15:people>',
    'word/document.xml': `<w:document><w:p><w:pict><v:shape alt="@"><v:textpath string="@"/></v:shape></w:pict><w:fldChar><w:ffData><w:name w:val="@"/><w:helpText w:val="@"/><w:statusText w:val="@"/><w:textInput><w:default w:val="@"/></w:textInput><w:ddList><w:listEntry w:val="@"/></w:ddList></w:ffData></w:fldChar></w:p></w:document>`,
    'ppt/presentation.xml':
      '<p:presentation><p14:sectionLst><p14:section name="@"/></p14:sectionLst><p:custShowLst><p:custShow name="@"/></p:custShowLst></p:presentation>',
    'ppt/slides/slide1.xml': '<p:sld><p:cSld name="@"/></p:sld>',
    'ppt/tags/tag1.xml': '<p:tagLst><p:tag name="A" val="@"/></p:tagLst>',
  }
  test.each(Object.entries(parts))('in %s', (name, part) => {
    let number = 0
    const filled = part.replaceAll('@', () => `mail${++number}@example.com`)
    const { body, values } = inspectFile(
      zip({ '[Content_Types].xml': '<Types/>', 'word/a.xml': '<a/>', [name]: filled }),
    )
    expect(new Set(values).size).toBe(number)
    expect(entryOf(body, name)).not.toMatch(/mail\d+@/)
  })
})

describe('a bookmark', () => {
  const bookmark = (name: string) => `<w:bookmarkStart w:id="1" w:name="${name}"/><w:bookmarkEnd w:id="1"/>`
  const instruction = (...pieces: readonly string[]) =>
    `<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>${pieces.map((piece) => `<w:r><w:instrText>${piece}</w:instrText></w:r>`).join('')}<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>there</w:t></w:r></w:p>`

  test('is replaced where links and fields go to it', () => {
    const link = `<w:p><w:hyperlink w:anchor="${mail}"><w:r><w:t>go</w:t></w:r></w:hyperlink></w:p>`
    const simple = `<w:p><w:fldSimple w:instr=" PAGEREF ${mail} \\h "/></w:p>`
    const content = `${link}${instruction(` REF ${mail} \\h `)}${simple}${bookmark(mail)}${paragraph('x')}`
    const { body } = inspectFile(docx(content))
    const document = entryOf(body, 'word/document.xml')
    expect(document).toContain('w:name="j___example.com"')
    expect(document).toContain('w:anchor="j___example.com"')
    expect(document).toContain('<w:instrText> REF j___example.com &#92;h '.replace('&#92;', '\\'))
    expect(document).toContain('w:instr=" PAGEREF j___example.com \\h "')
    expect(document).not.toContain(mail)
  })

  test('that a field names in two pieces makes a document that cannot be written', () => {
    const file = docx(`${bookmark(mail)}${instruction(' REF joe@exam', 'ple.com \\h')}`)
    expect(() => inspectFile(file)).toThrow(expect.objectContaining({ code: 'CONTENT_MALFORMED' }))
  })
})

test('OpenDocument sheets, bookmarks and ranges become the same wherever they are used', () => {
  const content = `<office:doc><table:table table:name="${mail}"><table:table-cell table:formula="of:=[$'${mail}'.A1]"/></table:table><table:named-range table:name="r" table:cell-range-address="$'${mail}'.$A$1"/><table:content-validation table:name="v" table:condition="of:cell-content-is-in-list(&quot;kim@example.com&quot;)"/><text:p><text:bookmark-start text:name="of lee@example.com"/><text:a xlink:href="#of%20lee%40example.com">x</text:a><text:bookmark-ref text:ref-name="of lee@example.com">x</text:bookmark-ref><text:bookmark-end text:name="of lee@example.com"/></text:p></office:doc>`
  const settings = `<config><config:config-item-map-entry config:name="${mail}"/><config:config-item config:name="ActiveTable">${mail}</config:config-item></config>`
  const file = zip({
    mimetype: 'application/vnd.oasis.opendocument.spreadsheet',
    'settings.xml': settings,
    'content.xml': content,
  })
  const { body } = inspectFile(file)
  const left = everything(body, ['content.xml', 'settings.xml'])
  expect(left).not.toMatch(/joe|lee|kim@/)
  expect(left.match(/j__@example\.com/g)).toHaveLength(5)
  expect(left.match(/"of l\*\*@example\.com"/g)).toHaveLength(3)
  expect(left).toContain('xlink:href="#of%20l**%40example.com"')
})
