/** Measures how fast office documents are unpacked, looked into and packed again. */
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import type { Judge } from '../../gateway/core/content/inspector.ts'
import { inspectWhole } from '../../gateway/core/content/whole.ts'
import { type BenchLine, benchLine, median } from './line.ts'

const types = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
const rows = 2000

/** Each paragraph in five runs, as Word leaves them; one in four with an address, cut in two. */
function letter(): Uint8Array {
  const run = (text: string) =>
    `<w:r w:rsidR="00A1B2C3"><w:rPr><w:lang w:val="en-GB"/></w:rPr><w:t>${text}</w:t></w:r>`
  const paragraphs = Array.from({ length: rows }, (_, i) => {
    const address = i % 4 === 0 ? [`person${i}@exam`, 'ple.com'] : ['the other', ' office']
    const texts = [
      'We have looked into what you asked, and wrote to ',
      ...address,
      ' about the delivery',
      ' of March.',
    ]
    return `<w:p>${texts.map(run).join('')}</w:p>`
  })
  const document = `<w:document><w:body>${paragraphs.join('')}</w:body></w:document>`
  return zipSync({ '[Content_Types].xml': strToU8(types), 'word/document.xml': strToU8(document) })
}

/** Eight columns, of which two hold addresses and cards, the strings shared. */
function book(): Uint8Array {
  const shared: string[] = ['Email', 'Card', 'Amount', 'Note', 'City', 'State', 'Unit', 'Price']
  const cells = (row: number) => {
    const text = (value: string) => `<c t="s"><v>${shared.push(value) - 1}</v></c>`
    const numbers = `<c><v>4111111111111111</v></c><c><v>${row}.5</v></c>`
    return `${text(`person${row}@example.com`)}${numbers}${text(`sent in week ${row % 52}`)}${'<c><v>12</v></c>'.repeat(4)}`
  }
  const header = shared.map((_, i) => `<c t="s"><v>${i}</v></c>`).join('')
  const data = Array.from({ length: rows }, (_, row) => `<row>${cells(row)}</row>`).join('')
  const sheet = `<worksheet><sheetData><row>${header}</row>${data}</sheetData></worksheet>`
  const strings = `<sst>${shared.map((value) => `<si><t>${value}</t></si>`).join('')}</sst>`
  return zipSync({
    '[Content_Types].xml': strToU8(types),
    'xl/worksheets/sheet1.xml': strToU8(sheet),
    'xl/sharedStrings.xml': strToU8(strings),
  })
}

/** Megabytes of unpacked parts a second of the processor; nobody to compare with, and no budget. */
export function measureOfficeFiles(judge: Judge, { rounds }: { rounds: number }): BenchLine[] {
  return Object.entries({ docx: letter(), xlsx: book() }).map(([name, file]) => {
    const parts = Object.values(unzipSync(file))
    const bytes = parts.reduce((sum, part) => sum + part.length, 0)
    const body = Buffer.from(file)
    const files = {
      metadata: 'strip',
      base64Depth: 0,
      maxFileBytes: body.length,
      unpacks: () => true,
      told: () => {},
    } as const
    const work = () =>
      inspectWhole({ format: 'opaque', judge: { ...judge, files }, opaqueParts: 'pass' }, body).body
    const left = Object.values(unzipSync(work()))
      .map((part) => strFromU8(part))
      .join('\n')
    const speeds: number[] = []
    for (let round = -1; round < rounds; round++) {
      const before = process.cpuUsage()
      work()
      const { user, system } = process.cpuUsage(before)
      if (round >= 0) speeds.push(bytes / (user + system))
    }
    return benchLine({
      bench: 'analyzer',
      case: `inspect-${name}`,
      metric: 'throughput',
      unit: 'MB/s',
      value: median(speeds),
      detail: {
        bytes,
        packed: file.length,
        planted_that_arrived: left.match(/person\d+@|4111111111111111/g)?.length ?? 0,
        rounds,
      },
    })
  })
}
