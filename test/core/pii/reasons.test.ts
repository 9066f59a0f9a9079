/** Every reason that a finding can give has words for a person. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { explainReason, isExplained } from '../../../gateway/core/pii/reasons.ts'
import { fieldsAnalyzer } from '../../support/analysis.ts'

const folder = fileURLToPath(new URL('../../../gateway/core/pii/', import.meta.url))

/** Where the analyzer's code writes reasons: literals in the same statement as the word `reason`, and those of `is(…)`. */
const places = [/reasons?\b[^\n;]*/g, /\bis\(\s*[\d.]+,[^)]*\)/g]
const literal = /'([a-z0-9]+(?:[-:][A-Za-z0-9-]+)*)'|`([a-z0-9-]+):/g
/** Words that such lines compare with, and that are no reasons. */
const others = new Set(['own', 'topic', 'none', 'checked', 'start', 'end'])

function codesInSources(): Set<string> {
  const codes = new Set<string>()
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.ts') || name === 'reasons.ts') continue
    const text = readFileSync(join(folder, name), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')
    for (const place of places) {
      for (const [stretch] of text.matchAll(place)) {
        for (const [, whole, family] of stretch.matchAll(literal)) codes.add(whole ?? `${family}:x`)
      }
    }
  }
  for (const other of others) codes.delete(other)
  return codes
}

test('the sources are read', () => {
  const codes = codesInSources()
  for (const known of ['luhn', 'mod97', 'word:phone', 'key:x', 'elsewhere-in-body'])
    expect(codes).toContain(known)
})

test('no reason in the code goes without a sentence', () => {
  expect([...codesInSources()].filter((code) => !isExplained(code))).toEqual([])
})

test('what names of fields mean is said in words', () => {
  for (const [code, says] of fieldsAnalyzer.fields.meanings()) {
    expect(isExplained(`key:${code}`)).toBe(true)
    expect(says.length).toBeGreaterThan(1)
  }
})

test('what stands behind the colon is put in, and an unknown code is shown as it is', () => {
  expect(explainReason('iin:visa')).toBe('It begins like a card of visa.')
  expect(explainReason('key:given_name')).toBe('The name of its field says: given name.')
  expect(explainReason('never-heard')).toBe('never-heard')
})

test('a number that cannot become a token is said to be lost', () => {
  expect(explainReason('json-number:tokenize')).toContain('no answer brings them back')
})
