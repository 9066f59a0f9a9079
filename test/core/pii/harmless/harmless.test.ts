/** Promises that what offices send all day without anybody in it (orders, logs, prices, calendars, code) passes untouched. */
import { expect, test } from 'vitest'
import { actingScore, inspect } from '../../../../scripts/bench/pii/spans.ts'
import type { HarmlessBody } from './body.ts'
import { dutch } from './dutch.ts'
import { english } from './english.ts'
import { french } from './french.ts'
import { german } from './german.ts'
import { italian } from './italian.ts'
import { spanish } from './spanish.ts'

const all: readonly HarmlessBody[] = [...english, ...german, ...french, ...spanish, ...italian, ...dutch]

test('there are sixty of them', () => {
  expect(all).toHaveLength(60)
})

test.each(all.map((one) => [`${one.kind} (${one.contentType})`, one] as const))(
  'nothing in %s is taken for personal data',
  (_name, { body, contentType }) => {
    expect(touched(body, contentType)).toEqual([])
  },
)

/** Cut anywhere, sent as lines of a chat, or in the text of a mail, they are as harmless. */
test.each(all.map((one) => [one.kind, one] as const))(
  'nor is it where %s is sent as plain text',
  (_name, { body }) => {
    expect(touched(body, 'text/plain')).toEqual([])
  },
)

function touched(body: string, contentType: string): string[] {
  const bytes = Buffer.from(body)
  const found: string[] = []
  inspect(bytes, contentType, ({ finding, offset, length }) => {
    // Names and addresses in free text are the model's, with figures of its own.
    if (finding.score < actingScore || finding.reasons.includes('tagger') || finding.type === 'ADDRESS')
      return
    const value = bytes.toString('utf8', offset, offset + length)
    found.push(`${finding.type} ${finding.score} «${value}» ${finding.reasons.join(' ')}`)
  })
  return found
}
