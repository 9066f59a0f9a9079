/** Knows text whose characters take two or four bytes each: UTF-16 and UTF-32. */
import { Buffer } from 'node:buffer'

export type WideLayout = 'utf-16le' | 'utf-16be' | 'utf-32le' | 'utf-32be'

/** The longer marks first: that of UTF-32 begins as that of UTF-16 (Unicode §23.8). */
const layouts: readonly WideLayout[] = ['utf-32le', 'utf-32be', 'utf-16le', 'utf-16be']

const MARK = 0xfeff

/** At most one character in so many is none, where there is a mark and where there is not. */
const leastPerFault = { marked: 8, unmarked: 32 }
/**
 * Without a mark ASCII must show: in every script there are spaces, digits and line ends. Binary formats hold many small
 * numbers of four bytes, so that of UTF-32 without a mark most must be. No entity has fewer than four.
 */
const leastAscii = { 2: 1 / 8, 4: 3 / 4 } as const
const fewestAscii = 4

export function unitOf(layout: WideLayout): 2 | 4 {
  return layout === 'utf-16le' || layout === 'utf-16be' ? 2 : 4
}

/** The unit of the text at `at`; all its bytes are at hand. */
export function unitAt(bytes: Uint8Array, at: number, layout: WideLayout): number {
  const a = bytes[at] as number
  const b = bytes[at + 1] as number
  if (layout === 'utf-16le') return a | (b << 8)
  if (layout === 'utf-16be') return (a << 8) | b
  const c = bytes[at + 2] as number
  const d = bytes[at + 3] as number
  return (
    (layout === 'utf-32le' ? a | (b << 8) | (c << 16) | (d << 24) : (a << 24) | (b << 16) | (c << 8) | d) >>>
    0
  )
}

/** A text in UTF-8 as it is written in a layout. */
export function widen(text: Uint8Array, layout: WideLayout): Uint8Array {
  const unit = unitOf(layout)
  const characters = Buffer.from(text).toString()
  const codes = unit === 2 ? characters.split('').map(codeOf) : Array.from(characters, codeOf)
  const out = new Uint8Array(unit * codes.length)
  const isLittle = layout.endsWith('le')
  codes.forEach((code, index) => {
    for (let i = 0; i < unit; i++) out[unit * index + (isLittle ? i : unit - 1 - i)] = code >>> (8 * i)
  })
  return out
}

function codeOf(character: string): number {
  return character.codePointAt(0) as number
}

/** By its byte order mark, or by the zeros between its ASCII; null where the sample is no wide text. */
export function wideLayoutOf(sample: Uint8Array): WideLayout | null {
  for (const layout of layouts) {
    const unit = unitOf(layout)
    const isMarked = sample.length >= unit && unitAt(sample, 0, layout) === MARK && !isAscii(sample, unit)
    const { units, faults, ascii } = tally(sample, layout)
    if (isMarked && faults * leastPerFault.marked <= units) return layout
    const isLikely = ascii >= Math.max(fewestAscii, leastAscii[unit] * units)
    if (isLikely && faults * leastPerFault.unmarked <= units) return layout
  }
  return null
}

/** Behind a mark there are zeros, or bytes beyond ASCII: otherwise the text is not wide, or its reader sees no text. */
function isAscii(sample: Uint8Array, from: number): boolean {
  for (let i = from; i < sample.length; i++)
    if (sample[i] === 0 || (sample[i] as number) >= 0x80) return false
  return true
}

function tally(sample: Uint8Array, layout: WideLayout): { units: number; faults: number; ascii: number } {
  const unit = unitOf(layout)
  const units = Math.floor(sample.length / unit)
  let faults = 0
  let ascii = 0
  for (let i = 0; i < units; i++) {
    const code = unitAt(sample, unit * i, layout)
    if (isFault(code)) faults++
    else if (code < 0x80) ascii++
  }
  return { units, faults, ascii }
}

/** Control characters, what is no character (Unicode §23.7), and what no text in UTF-32 may hold (§3.9, D90). */
function isFault(code: number): boolean {
  if (code < 0x20) return !((code >= 0x09 && code <= 0x0d) || code === 0x1b || code === 0x1e)
  return code === 0x7f || (code & 0xfffe) === 0xfffe || code > 0x10ffff
}
