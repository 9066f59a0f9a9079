/** Helps the tests of prose: reads a text with the shipped model, and says what was found in words. */
import { readFileSync } from 'node:fs'
import type { Finding } from '../../../../gateway/core/pii/entity.ts'
import { createProseReader } from '../../../../gateway/core/pii/prose/prose-reader.ts'

const modelFile = new URL('../../../../gateway/core/pii/prose/model/names.bin', import.meta.url)
export const shippedModel: Uint8Array = readFileSync(modelFile)
export const reader = createProseReader(shippedModel)

/** What the reader of prose finds where nothing else was found before. */
export function findingsIn(text: string | Uint8Array): Finding[] {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text
  const out: Finding[] = []
  reader.read({ bytes, start: 0, from: 0, end: bytes.length, final: true }, out)
  return out
}

/** As `PERSON Anna Weber`. */
export function read(text: string): string[] {
  const bytes = Buffer.from(text)
  return findingsIn(bytes).map(({ type, start, end }) => `${type} ${bytes.toString('utf8', start, end)}`)
}
