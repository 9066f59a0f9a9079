/** Promises about lists of trackers' hosts: what counts, what is counted as not applied, and what junk can cost. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countsOf, HostTableBuilder, maxHosts } from '../../../gateway/core/trackers/host-table.ts'
import { readListLine } from '../../../gateway/core/trackers/list-line.ts'
import { ListReader } from '../../../gateway/core/trackers/list-reader.ts'
import { patience, runs } from '../../support/property-runs.ts'
import { readLists } from './lists.ts'

const isListed = (list: string, host: string) => {
  const found = readLists([list]).lookUp(host)
  return found !== null && !found.exception
}

describe('what a line names', () => {
  test.each([
    ['0.0.0.0 ads.example.com', 'ads.example.com', true],
    ['0.0.0.0 ads.example.com', 'x.ads.example.com', false],
    ['127.0.0.1\tads.example.com', 'ads.example.com', true],
    ['127.0.0.53 ads.example.com', 'ads.example.com', true],
    [':: one.example.com two.example.com # both', 'two.example.com', true],
    ['  0.0.0.0   ads.example.com  ', 'ads.example.com', true],
    ['0.0.0.0 ADS.Example.COM.', 'ads.example.com', true],
    ['||ads.example.com^', 'ads.example.com', true],
    ['||ads.example.com^', 'a.b.ads.example.com', true],
    ['||ads.example.com^', 'badads.example.com', false],
    ['||ads.example.com^', 'example.com', false],
    ['||*.example.com^', 'ads.example.com', true],
    ['||*.example.com^', 'example.com', false],
    ['||Ads.Example.com.^', 'ads.example.com', true],
    ['||bücher.example^', 'xn--bcher-kva.example', true],
    ['||BÜCHER.example^', 'www.xn--bcher-kva.example', true],
    ['||xn--bcher-kva.example^', 'xn--bcher-kva.example', true],
    ['||ads_1.example.com^', 'ads_1.example.com', true],
    ['||8.8.4.4^', '8.8.4.4', true],
    ['||4.4^', '8.8.4.4', false],
  ])('%s: is %s refused? %s', (line, host, expected) => {
    expect(isListed(line, host)).toBe(expected)
  })

  test.each([
    '! a comment',
    '# a comment',
    '####################',
    '# 0.0.0.0 ads.example.com',
    '[Adblock Plus 2.0]',
    '',
    '   ',
  ])('%j says nothing, and is not counted', (line) => {
    expect(readListLine(line)).toBe('nothing')
  })

  test.each([
    'ads.example.com',
    '||ads.example.com',
    '||ads.example.com^$third-party',
    '@@||ads.example.com^$document',
    '||ads.example.com^path',
    '||ads.example.com/path^',
    '||ads.*.com^',
    '||ads.example.com:8443^',
    '||com^',
    '||ads..example.com^',
    '||-ads.example.com^',
    '||ads.example.com^|',
    '|https://ads.example.com^',
    '/banner/*/img',
    '##.banner',
    'example.com##.banner',
    '#@#.banner',
    '0.0.0.0',
    '0.0.0.0 localhost',
    '0.0.0.0 good.example.com not/a/host',
    '93.184.216.34 ads.example.com',
    '||ads.example.com\u0000.org^',
    '||0x7f.1^',
    `||${'a'.repeat(64)}.example.com^`,
    `||${'a.'.repeat(127)}example.com^`,
  ])('%j is not applied, and counted', (line) => {
    expect(readListLine(line)).toBe('not-applied')
  })
})

describe('several lists', () => {
  test('the first one that names a host is told, with the name that stands there', () => {
    const { lookUp } = readLists(['||other.example^', '||example.com^', '0.0.0.0 ads.example.com'])
    expect(lookUp('ads.example.com')).toEqual({ list: 1, entry: 'example.com', exception: false })
  })

  test('an exception of any list counts before all that is listed, with all below it', () => {
    const { lookUp } = readLists(['||example.com^\n0.0.0.0 a.good.example.com', '@@||good.example.com^'])
    expect(lookUp('a.good.example.com')).toMatchObject({ exception: true, entry: 'good.example.com' })
    expect(lookUp('bad.example.com')).toMatchObject({ exception: false })
  })

  test('what was taken back is not there', () => {
    const builder = new HostTableBuilder({ high: 1, low: 2 })
    builder.add({ host: 'a.example', scope: 'tree', exception: false }, 0)
    const before = builder.length
    for (let at = 0; at < 2000; at += 1)
      builder.add({ host: `b${at}.example`, scope: 'tree', exception: true }, 1)
    builder.backTo(before)
    builder.add({ host: 'c.example', scope: 'host', exception: false }, 1)
    expect(countsOf(builder.finish(), 2)).toEqual([
      { hosts: 1, exceptions: 0 },
      { hosts: 1, exceptions: 0 },
    ])
  })

  test('what is said twice counts once', () => {
    const { table } = readLists(['||a.example^\n||a.example^\n@@||b.example^', '||a.example^'])
    expect(countsOf(table, 2)).toEqual([
      { hosts: 1, exceptions: 1 },
      { hosts: 1, exceptions: 0 },
    ])
  })
})

describe('bytes as they come', () => {
  test('the pieces in which a list comes make no difference', () => {
    const list = '\ufeff||a.example^\r\n! ü\r\nnonsense\r\n0.0.0.0 b.example\r\n||ü.example^'
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), (pieceBytes) => {
        const { counts, lookUp } = readLists([list], pieceBytes)
        expect(counts).toEqual([{ notApplied: 1, firstNotApplied: [3] }])
        expect(['a.example', 'b.example', 'xn--tda.example'].map((host) => lookUp(host)?.list)).toEqual([
          0, 0, 0,
        ])
      }),
      runs(50),
    )
  })

  test('any bytes at all are read without a throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const { counts } = readLists([bytes], 7)
        expect(counts[0]?.notApplied).toBeGreaterThanOrEqual(0)
      }),
      runs(300),
    )
  })

  test('a list of UTF-16 names nothing, since each of its letters has a NUL', () => {
    const { table, counts } = readLists([Buffer.from('||a.example^\n||b.example^\n', 'utf16le')])
    expect(table.entries).toHaveLength(0)
    expect(counts[0]?.notApplied).toBeGreaterThan(0)
  })

  test('ten megabytes in one line are one line that is not applied, and are not kept', {
    timeout: patience(30_000),
  }, () => {
    const reader = new ListReader(() => true)
    const piece = Buffer.alloc(65_536, 0x61)
    for (let at = 0; at < 160; at += 1) reader.push(piece)
    expect(reader.end()).toEqual({ notApplied: 1, firstNotApplied: [1] })
  })

  test('of ten megabytes of junk every line is counted', { timeout: patience(60_000) }, () => {
    const line = '||not a host^ \u0000 ###\n'
    const { counts, table } = readLists([Buffer.from(line.repeat(10_000_000 / line.length))])
    expect(counts[0]?.notApplied).toBe(10_000_000 / line.length)
    expect(table.entries).toHaveLength(0)
  })
})

describe('a million hosts', () => {
  const names = 1_000_000
  const lines: string[] = []
  for (let at = 0; at < names; at += 1) lines.push(`0.0.0.0 t${at.toString(36)}.tracker${at % 1009}.example`)
  const { table, lookUp } = readLists([lines.join('\n')])

  test('take eight bytes each', () => {
    expect(table.entries.byteLength).toBe(8 * names)
  })

  test('are all known again, and none that is not among them', () => {
    for (let at = 0; at < names; at += 9973)
      expect(lookUp(`t${at.toString(36)}.tracker${at % 1009}.example`)?.list).toBe(0)
    for (let at = 0; at < 100_000; at += 1) expect(lookUp(`u${at}.shop.example`)).toBeNull()
  })

  test('no two of them have the same number', () => {
    let same = 0
    for (let at = 1; at < names; at += 1)
      if ((table.entries[at] as bigint) >> 8n === (table.entries[at - 1] as bigint) >> 8n) same += 1
    expect(same).toBe(0)
  })
})

test('more hosts than there is room for are refused, not kept', { timeout: patience(60_000) }, () => {
  let kept = 0
  const reader = new ListReader(() => {
    kept += 1
    return kept <= maxHosts
  })
  reader.push(Buffer.from('||a.example^\n'))
  expect(reader.isFull).toBe(false)
  kept = maxHosts
  reader.push(Buffer.from('||b.example^\n'))
  expect(reader.isFull).toBe(true)
})
