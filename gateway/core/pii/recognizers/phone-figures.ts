/** Tells rows of figures that are grouped as phone numbers are: counts, years, and bytes that a program prints. */
import { asciiBytes, isHex } from '../bytes.ts'
import type { NumberShape } from '../number-shape.ts'
import type { TextView } from '../text-view.ts'

/** `01 02 03 04 05`, `06 16 26 36`, `010 020 030 040`: each group is one or ten more than the one before. */
export function isCounted(text: TextView, shape: NumberShape, groups: number): boolean {
  for (let group = 1; group < groups; group++) if (shape.length(group) !== shape.length(0)) return false
  const step = stepOf(text, shape, groups)
  return step === 1 || step === 10
}

/** `5 10 15 20`, `2019 2021 2024`: no number, whatever word stands before it, as in `Call 5 10 15 20` and `Office 2019 2021 2024`. */
export function isRow(text: TextView, shape: NumberShape, groups: number): boolean {
  if (shape.length(0) === 1 && shape.length(groups - 1) > 1) return stepOf(text, shape, groups) > 0
  if (groups < fewestYears || shape.length(0) !== 4) return false
  for (let group = 0; group < groups; group++) {
    const year = shape.length(group) === 4 ? shape.value(text, group) : 0
    if (year < 1900 || year > 2099) return false
  }
  return true
}

/** Two may be a number of eight digits. */
const fewestYears = 3
const fewestCounted = 4

/** By how much each group is more than the one before, over so many that it is no chance; 0 where that differs. */
function stepOf(text: TextView, shape: NumberShape, groups: number): number {
  if (groups < fewestCounted) return 0
  const step = shape.value(text, 1) - shape.value(text, 0)
  for (let group = 2; group < groups; group++)
    if (shape.value(text, group) - shape.value(text, group - 1) !== step) return 0
  return step
}

/** Less than is at hand however a text is cut. */
const longestDump = 80
const SPACE = 0x20
const dumpMark = asciiBytes('<Buffer')

/** `<Buffer 01 02 07 04 05 06>`: what Node.js prints of bytes. */
export function isInDump(text: TextView, shape: NumberShape, groups: number): boolean {
  for (let group = 0; group < groups; group++) if (shape.length(group) !== 2) return false
  const farthest = shape.at - longestDump
  let start = shape.at
  while (start > farthest && (text.byte(start - 1) === SPACE || isHex(text.byte(start - 1)))) start--
  return start < shape.at && text.matches(start - dumpMark.length, dumpMark)
}
