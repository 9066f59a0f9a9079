/** Promises that a token comes back whole where a service streams its events as one JSON array, and other arrays as they were. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { restorerFor } from '../../../gateway/core/restore/restorer.ts'
import { runs } from '../../support/property-runs.ts'
import { Known, restoredBy } from './restored.ts'

const known = new Known()
const anna = known.token('PERSON', 'Anna "A" Weber')
const mail = known.token('EMAIL', 'anna.weber@example.com')
const said = `Dear ${anna}, your address is ${mail}. Regards, E`
const wanted = 'Dear Anna "A" Weber, your address is anna.weber@example.com. Regards, E'

function restored(body: string, cuts: readonly number[] = []): string {
  const restorer = restorerFor('application/json; charset=UTF-8')
  if (restorer === null) throw new Error('not restored')
  return restoredBy(restorer, known, { body, cuts })
}

interface Part {
  text: string
  thought?: true
}
const element = (parts: readonly Part[], finish?: string) => ({
  candidates: [
    { content: { parts, role: 'model' }, ...(finish === undefined ? {} : { finishReason: finish }) },
  ],
})

/** As the service writes it: each element over several lines, and a comma at the beginning of the next one's line. */
const written = (elements: readonly object[]) =>
  `[${elements.map((one) => JSON.stringify(one, null, 2)).join('\n,\r\n')}\n]\n`

interface Element {
  candidates?: { content: { parts: Part[] } }[]
}
const readPart = (answer: string, isThought: boolean) =>
  (JSON.parse(answer) as Element[])
    .flatMap(({ candidates }) => candidates?.[0]?.content.parts ?? [])
    .filter(({ thought = false }) => thought === isThought)
    .map(({ text }) => text)
    .join('')

const pieces = (text: string, size: number) => text.match(new RegExp(`.{1,${size}}`, 'gs')) ?? []

describe('an array of events', () => {
  test.each([1, 2, 3, 5, 11, 30, 200])('with texts in pieces of %i characters', (size) => {
    const last = pieces(said, size).length - 1
    const stream = written(
      pieces(said, size).map((text, n) => element([{ text }], n === last ? 'STOP' : undefined)),
    )
    expect(readPart(restored(stream), false)).toBe(wanted)
    expect(readPart(restored(stream, [0, 1, 2, 7, 9, 150, 151, 152, 300]), false)).toBe(wanted)
  })

  test('with a token cut in two anywhere', () => {
    for (let cut = 1; cut < said.length; cut++) {
      const stream = written([
        element([{ text: said.slice(0, cut) }]),
        element([{ text: said.slice(cut) }], 'STOP'),
      ])
      expect(readPart(restored(stream), false)).toBe(wanted)
    }
  })

  test('whose end says nothing, or does not come, hands out what was held', () => {
    const open = [element([{ text: 'I am PERS' }])]
    const array = written([...open, { usageMetadata: { totalTokenCount: 3 } }])
    expect(readPart(restored(array), false)).toBe('I am PERS')
    expect(readPart(`${restored(written(open).slice(0, -3))}]`, false)).toBe('I am PERS')
    expect(restored('[{"candidates":[{"content":{"pa')).toBe('[{"candidates":[{"content":{"pa')
  })

  test('with thoughts between and beside what is said', () => {
    const stream = written([
      element([{ text: `I think of ${anna.slice(0, 9)}`, thought: true }]),
      element([{ text: anna.slice(9), thought: true }, { text: anna.slice(0, 3) }]),
      element([{ text: anna.slice(3) }], 'STOP'),
    ])
    const out = restored(stream)
    expect(readPart(out, true)).toBe('I think of Anna "A" Weber')
    expect(readPart(out, false)).toBe('Anna "A" Weber')
  })

  test('leaves with each element that is whole', () => {
    const restorer = restorerFor('application/json')
    const push = (text: string) => known.fill(restorer?.push(Buffer.from(text)) ?? []).toString()
    expect(push('[')).toBe('')
    const first = JSON.stringify(element([{ text: 'Hello, 1.' }]))
    expect(push(first)).toBe(`[${first}`)
    expect(push('\n,\r\n')).toBe('\n,\r\n')
    expect(push(`${first}]`)).toBe(`${first}]`)
  })

  test('with an element too long to wait for is read on as any JSON', () => {
    const long = element([{ text: `${anna} ${'x'.repeat(1_500_000)} ${mail}` }], 'STOP')
    const out = restored(written([element([{ text: 'short' }]), long]), [70_000, 1_300_000])
    expect(readPart(out, false)).toMatch(/^shortAnna "A" Weber x+ anna\.weber@example\.com$/)
  })
})

test.each([
  [
    'a list of people',
    JSON.stringify([{ name: anna }, { name: mail }]),
    JSON.stringify([{ name: 'Anna "A" Weber' }, { name: 'anna.weber@example.com' }]),
  ],
  [
    'pieces of a text that is none',
    '[{"delta":{"text":"PERS"}},{"delta":{"text":"ON"}}]',
    '[{"delta":{"text":"PERS"}},{"delta":{"text":"ON"}}]',
  ],
  [
    'an object of the same members',
    `{"candidates":["${mail}"]}`,
    '{"candidates":["anna.weber@example.com"]}',
  ],
  ['white space alone', ' '.repeat(600), ' '.repeat(600)],
  [
    'a number behind the events',
    `[{"candidates":[]},7,"${mail}"]`,
    '[{"candidates":[]},7,"anna.weber@example.com"]',
  ],
  [
    'no end of strings and brackets',
    `[{"candidates":["\\"]}]]${mail}`,
    '[{"candidates":["\\"]}]]anna.weber@example.com',
  ],
])('%s is restored as any JSON', (_, sent, expected) => {
  for (let cut = 0; cut <= Math.min(sent.length, 80); cut++) expect(restored(sent, [cut])).toBe(expected)
})

test('however an array is cut, the same comes out, and it says what was said', () => {
  const text = fc.constantFrom('a', 'PERSON', '_', anna, mail, mail.slice(0, 9), '"', '\\', '}]', '\u{1F600}')
  const array = fc
    .array(fc.array(text, { maxLength: 4 }), { maxLength: 6 })
    .map((all) => written(all.map((words) => element([{ text: words.join('') }]))))
  fc.assert(
    fc.property(array, fc.array(fc.nat(), { maxLength: 12 }), (stream, cuts) => {
      const whole = restored(stream)
      expect(restored(stream, cuts)).toBe(whole)
      expect(readPart(whole, false)).toBe(
        readPart(stream, false).replaceAll(anna, 'Anna "A" Weber').replaceAll(mail, 'anna.weber@example.com'),
      )
    }),
    runs(1000),
  )
})
