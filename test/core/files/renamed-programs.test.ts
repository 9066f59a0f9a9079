/** What the gateway renamed in documents is found by the programs that open them. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import { requireClient, testWith } from '../../support/clients.ts'
import { converted, folderFor, python, rewritten } from './programs.ts'

const makeNames = `
import openpyxl, sys
from openpyxl.chart import BarChart, Reference
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.datavalidation import DataValidation
w = openpyxl.Workbook()
first = w.active
first.title = 'Sum'
first['A1'] = "=SUM('joe@example.com'!B2:B3)+1"
first['A2'] = '=SUM(Costs[of joe@example.com])'
s = w.create_sheet('joe@example.com')
s.append(['Item', 'of joe@example.com'])
s.append(['a', 20])
s.append(['b', 21])
s.add_table(Table(displayName='Costs', ref='A1:B3'))
chart = BarChart()
chart.add_data(Reference(s, min_col=2, min_row=1, max_row=3), titles_from_data=True)
first.add_chart(chart, 'F5')
first['B1'].hyperlink = "#'joe@example.com'!A1"
first.auto_filter.ref = 'A1:A3'
first.auto_filter.add_filter_column(0, ['kim@example.com'])
valid = DataValidation(type='list', formula1='"lee@example.com,b"')
first.add_data_validation(valid)
valid.add('C1')
w.save(sys.argv[1])`

testWith(
  'python3-openpyxl',
  'a sheet and a column of a table that are renamed are still found by formulas, in openpyxl and in LibreOffice',
  async (context) => {
    if (requireClient('soffice') === null) return context.skip()
    const folder = await folderFor(context)
    await python(makeNames, join(folder, 'a.xlsx'))
    const { path } = await rewritten(folder, 'a.xlsx')
    const read = `
import openpyxl, json, sys
w = openpyxl.load_workbook(sys.argv[1])
s = w.worksheets[1]
t = s.tables['Costs']
print(json.dumps([w.sheetnames, s['B1'].value, [c.name for c in t.tableColumns], w['Sum']['A1'].value, w['Sum']['A2'].value]))`
    expect(JSON.parse(await python(read, path))).toEqual([
      ['Sum', 'j__@example.com'],
      'of j**@example.com',
      ['Item', 'of j**@example.com'],
      "=SUM('j__@example.com'!B2:B3)+1",
      '=SUM(Costs[of j**@example.com])',
    ])
    expect((await converted(folder, path, 'csv')).split(',', 1)).toEqual(['42'])
    await converted(folder, join(folder, 'a.xlsx'), 'ods')
    await writeFile(join(folder, 'a.ods'), await readFile(join(folder, 'out', 'a.ods')))
    const sheets = await rewritten(folder, 'a.ods')
    expect(sheets.values).toContain('joe@example.com')
    const flat = await converted(folder, sheets.path, 'fods')
    expect(flat).toContain('table:name="j__@example.com"')
    expect(flat).toMatch(/office:value="42"/)
    expect(flat).not.toMatch(/(?:joe|kim|lee)(?:@|_40_)example/)
  },
)

testWith('soffice', 'a bookmark that is renamed is still found by what refers to it', async (context) => {
  const folder = await folderFor(context)
  const html =
    '<html><body><p><a name="of joe@example.com">There</a></p><p><a href="#of joe@example.com">Go</a></p></body></html>'
  await writeFile(join(folder, 'a.html'), html)
  for (const to of ['docx:MS Word 2007 XML', 'odt']) {
    const name = `a.${to.split(':', 1)[0]}`
    await converted(folder, join(folder, 'a.html'), to)
    await writeFile(join(folder, name), await readFile(join(folder, 'out', name)))
    const { path } = await rewritten(folder, name)
    const flat = await converted(folder, path, 'fodt')
    const named = /<text:bookmark(?:-start)? text:name="([^"]*)"/.exec(flat)?.[1] as string
    expect(named).not.toContain('joe')
    expect(flat).toContain(`xlink:href="#${named}"`)
    expect(flat).not.toContain('joe')
  }
})
