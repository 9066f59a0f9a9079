/** Files of real programs are changed, and the programs open what is left of them. */
import type { Buffer } from 'node:buffer'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import { requireClient, testWith } from '../../support/clients.ts'
import { converted, folderFor, python, rewritten, run } from './programs.ts'

const makeDocx = `
import docx, sys
d = docx.Document()
d.core_properties.author = 'Karl Planted'
d.core_properties.last_modified_by = 'Lena Planted'
p = d.add_paragraph('Please write to ')
for piece in ('an', 'na@exam', 'ple.com'):
    p.add_run(piece).bold = True
p.add_run(' about card ').italic = True
p.add_run('4111 1111 ')
p.add_run('1111 1111')
t = d.add_table(rows=1, cols=2)
t.cell(0, 0).text = 'Mail'
t.cell(0, 1).text = 'cell@example.com'
d.sections[0].header.paragraphs[0].text = 'Header for head@example.com'
d.save(sys.argv[1])
`

testWith(
  'python3-docx',
  'a document of python-docx is opened by it, with its runs and without its people',
  async (context) => {
    const folder = await folderFor(context)
    await python(makeDocx, join(folder, 'a.docx'))
    const { path, values } = await rewritten(folder, 'a.docx')
    expect(values.toSorted()).toEqual([
      '4111 1111 1111 1111',
      'anna@example.com',
      'cell@example.com',
      'head@example.com',
    ])
    const read = `
import docx, json, sys
d = docx.Document(sys.argv[1])
print(json.dumps({'text': d.paragraphs[0].text, 'runs': len(d.paragraphs[0].runs), 'bold': d.paragraphs[0].runs[1].bold,
  'cell': d.tables[0].cell(0, 1).text, 'head': d.sections[0].header.paragraphs[0].text, 'author': d.core_properties.author}))`
    expect(JSON.parse(await python(read, path))).toEqual({
      text: 'Please write to a***@example.com about card **** **** **** 1111',
      runs: 7,
      bold: true,
      cell: 'c***@example.com',
      head: 'Header for h***@example.com',
      author: '',
    })
  },
)

testWith('soffice', 'a document, rewritten, opens in LibreOffice, which wrote it itself', async (context) => {
  const folder = await folderFor(context)
  const html =
    '<html><head><meta name="author" content="Karl Planted"></head><body><p>Write to an<b>na@exam</b>ple.com &amp; co.</p></body></html>'
  await writeFile(join(folder, 'a.html'), html)
  for (const to of ['docx:MS Word 2007 XML', 'odt']) {
    const name = `a.${to.split(':', 1)[0]}`
    await converted(folder, join(folder, 'a.html'), to)
    await writeFile(join(folder, name), await readFile(join(folder, 'out', name)))
    const { path, values } = await rewritten(folder, name)
    expect(values).toEqual(['anna@example.com'])
    const text = await converted(folder, path, 'txt:Text (encoded):UTF8')
    expect(text).toContain('Write to a***@example.com & co.')
    expect((await readFile(path)).includes('Planted')).toBe(false)
  }
})

testWith('soffice', 'a workbook, rewritten, opens in LibreOffice, which wrote it itself', async (context) => {
  const folder = await folderFor(context)
  const rows =
    'First name,Email,Card,Amount\nAnna,anna@example.com,4111 1111 1111 1111,12.5\nBernd,b@example.com,none,99\n'
  await writeFile(join(folder, 'a.csv'), rows)
  for (const to of ['xlsx:Calc MS Excel 2007 XML', 'ods']) {
    const name = `a.${to.split(':', 1)[0]}`
    await converted(folder, join(folder, 'a.csv'), to)
    await writeFile(join(folder, name), await readFile(join(folder, 'out', name)))
    const { path } = await rewritten(folder, name)
    const left = await converted(folder, path, 'csv')
    expect(left).not.toMatch(/anna@|b@example|4111/)
    expect(left).toContain('12.5')
    expect(left).not.toContain('Anna')
  }
})

testWith(
  'python3-openpyxl',
  'a workbook of openpyxl is opened by it, numbers still numbers',
  async (context) => {
    const folder = await folderFor(context)
    const make = `
import openpyxl, sys
from openpyxl.comments import Comment
w = openpyxl.Workbook()
s = w.active
s.append(['First name', 'Email', 'Card', 'Amount'])
s.append(['Anna', 'anna@example.com', 4111111111111111, 12.5])
s['A2'].comment = Comment('ask zoe@example.com', 'Karl Planted')
s['E2'] = '="mail: joe@example.com"'
w.properties.creator = 'Karl Planted'
w.save(sys.argv[1])`
    await python(make, join(folder, 'a.xlsx'))
    const { path } = await rewritten(folder, 'a.xlsx')
    const read = `
import openpyxl, json, sys
w = openpyxl.load_workbook(sys.argv[1])
s = w.active
print(json.dumps([[str(c.value) if isinstance(c.value, int) else c.value for c in r] for r in s.rows] + [s['A2'].comment.text.strip(), s['A2'].comment.author, w.properties.creator]))`
    expect(JSON.parse(await python(read, path))).toEqual([
      ['First name', 'Email', 'Card', 'Amount', null],
      ['A***', 'a***@example.com', '9999999999991111', 12.5, '="mail: j**@example.com"'],
      'ask z**@example.com',
      'Author 1',
      null,
    ])
  },
)

testWith('exiftool', 'exiftool finds nobody in a picture, and the same pixels', async (context) => {
  const folder = await folderFor(context)
  const convert = requireClient('convert') ?? 'convert'
  const exiftool = requireClient('exiftool') ?? 'exiftool'
  for (const name of ['a.jpg', 'a.png', 'a.webp']) {
    const path = join(folder, name)
    await run(convert, ['-size', '40x30', 'gradient:red-blue', path])
    const tags = [
      '-Artist=Karl Planted',
      '-GPSLatitude=48.1',
      '-GPSLatitudeRef=N',
      '-XMP:Creator=Planted',
      '-Orientation#=6',
    ]
    await run(exiftool, ['-overwrite_original', ...tags, path])
    expect((await run(exiftool, [path])).stdout).toContain('Planted')
    const { path: left } = await rewritten(folder, name)
    const { stdout } = await run(exiftool, [left])
    expect(stdout).not.toMatch(/Planted|GPS|Artist|Creator/)
    if (name === 'a.jpg') expect(stdout).toContain('Rotate 90 CW')
    const pixels = async (file: string) =>
      (await run(convert, [file, 'rgb:-'], { encoding: 'buffer', maxBuffer: 1 << 24 }))
        .stdout as unknown as Buffer
    expect((await pixels(left)).equals(await pixels(path))).toBe(true)
  }
})
