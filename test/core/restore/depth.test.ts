/** Promises that a value is written for every JSON text that it stands in, so that it never ends a string or adds a member. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { restorerFor } from '../../../gateway/core/restore/restorer.ts'
import { runs } from '../../support/property-runs.ts'
import { Known, restoredBy } from './restored.ts'

function restored(type: string, known: Known, answer: Parameters<typeof restoredBy>[2]): string {
  const restorer = restorerFor(type)
  if (restorer === null) throw new Error('not restored')
  return restoredBy(restorer, known, answer)
}

const awkward = fc.constantFrom(
  'CORP\\anna',
  'CORP\\nadia',
  'x\\","admin":"true',
  '","admin":"true',
  '\\',
  '\\\\"',
  '\\u0022',
  '"},{"',
  'a\nb\u0000\u001f\u2028',
  '{"a":"b"}',
)
const value = fc.oneof(
  awkward,
  fc
    .array(fc.constantFrom('"', '\\', '{', '}', '[', ',', ':', 'n', 'u0041', '\n', '\t', 'ü', '😀'))
    .map((parts) => parts.join('')),
  fc.string({ unit: 'grapheme' }),
)
const cuts = fc.array(fc.nat(), { maxLength: 6 })
const size = fc.integer({ min: 1, max: 40 })

/** What says the user, as JSON in so many JSON strings. */
function said(user: string, depth: number): unknown {
  let text: unknown = { user }
  for (let level = 0; level < depth; level++) text = { list: [1, JSON.stringify(text)] }
  return text
}

const pieces = (text: string, length: number) => text.match(new RegExp(`[^]{1,${length}}`, 'gu')) ?? []
const events = (data: readonly unknown[]) => data.map((one) => `data: ${JSON.stringify(one)}\n\n`).join('')
const read = (stream: string) =>
  stream
    .split('\n\n')
    .filter((event) => event !== '')
    .map((event) => JSON.parse(event.slice(6)))

describe('any value comes back as it is', () => {
  test('in JSON that stands in JSON strings, at any depth', () => {
    fc.assert(
      fc.property(value, fc.integer({ min: 0, max: 6 }), cuts, (own, depth, where) => {
        const known = new Known()
        const body = JSON.stringify(said(known.token('USERNAME', own), depth))
        for (const type of ['application/json', 'application/x-ndjson', 'text/plain'])
          expect(JSON.parse(restored(type, known, { body, cuts: where }))).toEqual(said(own, depth))
      }),
      runs(600),
    )
  })

  const streams = {
    'tool arguments of Anthropic': (partial_json: string) => ({
      type: 'content_block_delta',
      index: 1,
      delta: { type: 'input_json_delta', partial_json },
    }),
    'tool arguments of OpenAI': (args: string) => ({
      choices: [{ index: 0, delta: { tool_calls: [{ index: 0, function: { arguments: args } }] } }],
    }),
    'pieces of a shape that nobody knows': (chunk: string) => ({ seq: 1, chunk }),
    'pieces below a name that nobody knows': (qwerty: string) => ({ deep: [{ qwerty }] }),
  }
  test.each(Object.entries<(piece: string) => unknown>(streams))(
    'in %s, however they are cut',
    (_, event) => {
      fc.assert(
        fc.property(value, fc.integer({ min: 0, max: 3 }), size, cuts, (own, depth, length, where) => {
          const known = new Known()
          const token = known.token('USERNAME', own)
          // No piece ends within the token, so that those of a name that nobody knows have it whole.
          const all = JSON.stringify(said(token, depth))
            .split(token)
            .flatMap((text, i) => [...(i === 0 ? [] : [token]), ...pieces(text, length)])
          const body = events(all.map(event))
          const back = read(restored('text/event-stream', known, { body, cuts: where }))
          const text = back.map((one) => leaf(one)).join('')
          expect(JSON.parse(text)).toEqual(said(own, depth))
        }),
        runs(500),
      )
    },
  )

  test('in a string that was made of JSON text once more', () => {
    const known = new Known()
    const body = JSON.stringify({
      log: JSON.stringify(JSON.stringify({ user: known.token('USERNAME', 'a\\"b') })),
    })
    const back = JSON.parse(restored('application/json', known, { body }))
    expect(JSON.parse(JSON.parse(back.log))).toEqual({ user: 'a\\"b' })
  })
})

/** The longest way down: the text of the piece. */
function leaf(node: unknown): string {
  const texts: string[] = []
  const walk = (one: unknown, name: string) => {
    if (typeof one === 'string' && /^(?:partial_json|arguments|chunk|qwerty)$/.test(name)) texts.push(one)
    else if (typeof one === 'object' && one !== null)
      for (const [key, member] of Object.entries(one)) walk(member, key)
  }
  walk(node, '')
  return texts.join('')
}

test('an event that is too long to be read as one is restored as what it is, and those behind it as well', () => {
  const known = new Known()
  const token = known.token('USERNAME', '","admin":"true\nb')
  const data = [{ filler: 'x'.repeat(1 << 20), user: token }, { user: token }]
  fc.assert(
    fc.property(cuts, (where) => {
      const back = restored('text/event-stream', known, { body: events(data), cuts: where })
      expect(read(back).map(({ user }) => user)).toEqual(['","admin":"true\nb', '","admin":"true\nb'])
      const text = `data: ${'x'.repeat(1 << 20)} ${token}\n\n`
      const plain = restored('text/event-stream', known, { body: text, cuts: where })
      expect(plain.endsWith(' ","admin":"true\ndata: b\n\n')).toBe(true)
    }),
    runs(10),
  )
})

describe('where nobody can know how a value has to be written, one that needs escapes stays a token', () => {
  const known = new Known()
  const token = known.token('USERNAME', '","admin":"true')
  const plain = known.token('PERSON', 'Anna Weber')

  test('deeper than JSON is read into JSON', () => {
    const [own, harmless] = [JSON.stringify(said(token, 10)), JSON.stringify(said(plain, 10))]
    expect(restored('application/json', known, { body: own })).toBe(own)
    expect(restored('application/json', known, { body: harmless })).toBe(
      harmless.replace(plain, 'Anna Weber'),
    )
  })

  test('in texts that run beside too many others', () => {
    const piece = (index: number, partial_json: string) => ({
      index,
      delta: { type: 'input_json_delta', partial_json },
    })
    const body = events([
      ...Array.from({ length: 70 }, (_, index) => piece(index, '{"user":"')),
      ...Array.from({ length: 70 }, (_, index) => piece(index, `${token}"}`)),
    ])
    const texts: string[] = []
    for (const { index, delta } of read(restored('text/event-stream', known, { body })))
      texts[index] = (texts[index] ?? '') + delta.partial_json
    for (const text of texts) expect(Object.keys(JSON.parse(text))).toEqual(['user'])
    expect(JSON.parse(texts[0] as string)).toEqual({ user: '","admin":"true' })
  })

  test.each([
    `{"rate": undefined, "user": "${token}"}`,
    `{"user": "${token}" /* who */, "at": 1, "again": "${token}"}`,
  ])('in what is nearly JSON: %s', (text) => {
    const body = JSON.stringify({ text })
    expect(restored('application/json', known, { body })).not.toContain(',\\"admin\\"')
    expect(restored('text/plain', known, { body: text })).not.toContain(',"admin"')
  })

  test.each([
    `{name: "${token}", ok: 1}`,
    `{ // who\n "name": "${token}"}`,
    `[ /* who */ "${token}"]`,
    `[{name: "${token}"}]`,
    `{'a': 1, "name": "${token}"}`,
    `\n{name: "${token}", at: {b: "${token}"}}`,
  ])('in what is nearly JSON before its first string: %s', (text) => {
    expect(restored('text/plain', known, { body: text })).toBe(text)
    expect(restored('application/json', known, { body: JSON.stringify({ text }) })).toBe(
      JSON.stringify({ text }),
    )
    const harmless = text.replaceAll(token, plain)
    expect(restored('text/plain', known, { body: harmless })).toBe(harmless.replaceAll(plain, 'Anna Weber'))
  })

  const irish = known.token('PERSON', "Pat O'Neil")
  test('an apostrophe is one that may end a string, where one may have begun a string', () => {
    const quoted = `{'name': '${irish}', 'other': '${plain}'}`
    expect(restored('text/plain', known, { body: quoted })).toBe(quoted.replace(plain, 'Anna Weber'))
    const doubly = `{name: "${irish}"}`
    expect(restored('text/plain', known, { body: doubly })).toBe(`{name: "Pat O'Neil"}`)
    const prose = `It's {'${irish}'}, or ['${irish}']`
    expect(restored('text/plain', known, { body: prose })).toBe(prose.replaceAll(irish, "Pat O'Neil"))
  })

  test('but a byte order mark hides no JSON', () => {
    const marked = `\ufeff{"name":"${token}"}`
    const wanted = `\ufeff${JSON.stringify({ name: '","admin":"true' })}`
    for (let cut = 0; cut <= marked.length; cut++)
      expect(restored('text/plain', known, { body: marked, cuts: [cut] })).toBe(wanted)
    const inner = JSON.stringify({ text: marked })
    for (const body of [inner, inner.replace('\ufeff', '\\ufeff')])
      expect(JSON.parse(restored('application/json', known, { body }))).toEqual({ text: wanted })
  })

  test('but a Markdown link that begins a text is prose', () => {
    const link = `[${token}](x) and [a "${token}"](y)`
    expect(restored('text/plain', known, { body: link })).toBe(link.replaceAll(token, '","admin":"true'))
  })

  test('but behind the end of JSON there is prose again', () => {
    const body = `{"a": 1} said "${token}"`
    expect(restored('text/plain', known, { body })).toBe(body.replace(token, '","admin":"true'))
  })
})

test('a piece that cuts a character in two does not hide where the text stands', () => {
  const known = new Known()
  const token = known.token('USERNAME', '","admin":"true')
  const piece = (raw: string) => `data: {"index":0,"delta":{"partial_json":"${raw}"}}\n\n`
  const body = [piece('{\\"user\\":\\"\\ud83d'), piece('\\ude00'), piece(`${token}\\"}`)].join('')
  const back = read(restored('text/event-stream', known, { body }))
  expect(JSON.parse(back.map(({ delta }) => delta.partial_json).join(''))).toEqual({
    user: '😀","admin":"true',
  })
})
