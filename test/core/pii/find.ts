/** Helps the analyzer's tests: scans a text in one go or in pieces, and says what was found in words. */
import { standardAnalyzer } from '../../../gateway/core/pii/analyzer.ts'
import type { Finding } from '../../../gateway/core/pii/entity.ts'
import { lookBehind } from '../../../gateway/core/pii/scanner.ts'

/** What is found, as `EMAIL anna@example.com`. */
export function find(text: string): string[] {
  const bytes = Buffer.from(text)
  return scanWhole(bytes).map(({ type, start, end }) => `${type} ${bytes.toString('utf8', start, end)}`)
}

export function scanWhole(bytes: Uint8Array): Finding[] {
  const found: Finding[] = []
  standardAnalyzer.scan({ bytes, start: 0, from: 0, end: bytes.length, final: true }, found)
  return found
}

/**
 * Scans as a stream does: at each cut, only the bytes that must be kept are at hand. What lies outside of the window is
 * overwritten, so that a look at it shows.
 */
export function scanPieces(bytes: Uint8Array, cuts: readonly number[]): Finding[] {
  const found: Finding[] = []
  let from = 0
  let floor = 0
  for (const end of [...cuts, bytes.length]) {
    const final = end === bytes.length
    const start = Math.max(0, from - lookBehind)
    const window = new Uint8Array(bytes.length + 64).fill(0x37)
    window.set(bytes.subarray(start, end), start)
    const view = { bytes: window, start, from, end, final, floor }
    from = standardAnalyzer.scan(view, found)
    floor = view.floor
    if (final) break
  }
  return found
}
