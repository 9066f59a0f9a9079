/** Prints how many texts that name nobody are touched: `node scripts/measure-held-out.ts [--set first|second] [--model FILE] [--show]`. */
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { createProseReader } from '../gateway/core/pii/prose/prose-reader.ts'
import { actingScore, inspect, shippedAnalyzer } from './bench/pii/spans.ts'
import { heldOutTexts } from './prose/held-out/held-out.ts'

const { values } = parseArgs({
  options: {
    model: { type: 'string' },
    show: { type: 'boolean' },
    set: { type: 'string', default: 'first' },
  },
})
const analyzer =
  values.model === undefined
    ? shippedAnalyzer
    : { ...shippedAnalyzer, prose: createProseReader(await readFile(values.model)) }
const texts = heldOutTexts(values.set === 'second' ? 'second' : 'first')
const touched = new Map<string, number>()
const count = (name: string) => touched.set(name, (touched.get(name) ?? 0) + 1)
for (const { language, kind, text } of texts) {
  const bytes = Buffer.from(JSON.stringify({ messages: [{ role: 'user', content: text }] }))
  const types = new Set<string>()
  inspect(
    bytes,
    'application/json',
    ({ finding, offset, length }) => {
      if (finding.score < actingScore) return
      types.add(finding.type)
      if (values.show === true) {
        const value = bytes.toString('utf8', offset, offset + length)
        console.error(
          `${language} ${kind}: ${finding.type} [${value}] ${finding.score} ${finding.reasons.join(' ')}`,
        )
      }
    },
    analyzer,
  )
  if (types.size > 0) {
    count('any')
    count(language)
  }
  for (const type of types) count(type)
}
for (const [name, number] of touched)
  console.log(
    JSON.stringify({
      bench: 'nobody',
      set: values.set,
      name,
      touched: number,
      texts: texts.length,
      share: number / texts.length,
    }),
  )
