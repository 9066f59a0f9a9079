/** Looks into the boundary of a multipart body, which a client may write anything into. */
import { inspectValue } from './inspect-value.ts'
import type { Judge } from './inspector.ts'
import type { PercentSyntax } from './percent.ts'

const oneText: PercentSyntax = { separator: null, pairs: false, plus: false }

/** RFC 2046 §5.1.1 but for the space. Programs make boundaries up of these, and one in many looks like a number of a card. */
const generated = /^[0-9A-Za-z'()+_,\-./:=?]*$/

/** It stands in the head and between all parts: what would be `changed` in it cannot be. */
export function inspectBoundary(boundary: string, judge: Judge): { changed: boolean; refused: boolean } {
  if (generated.test(boundary)) return { changed: false, refused: false }
  return inspectValue(boundary, { judge, place: 'header', syntax: oneText, path: 'content-type' })
}
