/** Knows the words before a short number that make it an age or a product, beside which another number stands. */
import { type NumberShape, separators } from '../number-shape.ts'
import type { TextView } from '../text-view.ts'
import { isWordAt } from '../word-bytes.ts'
import { hashesOf, hashOf, longestWord } from './told/prose-words.ts'

const ages = hashesOf('alter age aged âge edad età idade leeftijd wiek alder ålder')
const [office] = [...hashesOf('office')] as [number]
const mostMarks = 2
const productNumber = 365

/** `Alter 43 0171 2345678`: where the number behind an age begins, with its zero; -1 where none does. */
export function startBehindAge(text: TextView, shape: NumberShape): number {
  const length = shape.length(0)
  if (shape.groups < 2 || length > 3 || shape.marks[0] !== separators.SPACE || shape.values[length] !== 0)
    return -1
  return ages.has(wordBeforeLead(text, shape.at)) ? shape.starts[1]! : -1
}

/** `Office 365 2021`: a product and its year. */
export function isOfficeProduct(text: TextView, shape: NumberShape): boolean {
  if (shape.length(0) !== 3 || shape.value(text, 0) !== productNumber) return false
  return shape.groups > 1 && shape.length(1) === 4 && wordBeforeLead(text, shape.at) === office
}

/** The hash of the word right before `at`, over a blank and a colon; 0 where none is. */
function wordBeforeLead({ bytes, start }: TextView, at: number): number {
  let end = at
  while (end > start && end > at - mostMarks && (bytes[end - 1] === 0x20 || bytes[end - 1] === 0x3a)) end--
  let from = end
  while (from > start && from > end - longestWord && isWordAt(bytes, from - 1)) from--
  return from < end && end < at ? hashOf(bytes, from, end) : 0
}
