/** Knows how countries without a trunk zero write their numbers: `622 15 31 23`, `11 91234-5678`, `98765 43210`. */
import { type NumberShape, separators } from '../number-shape.ts'

export interface NationalForm {
  /** Lengths of the groups, in order. */
  groups: readonly number[]
  /** What the first digits are, as a range. */
  low: number
  high: number
  /** What the first digit of the second group is, as a range. */
  next: readonly [number, number]
  score: number
  country: string
}

// Groupings as the operators and regulators print them (ITU-T E.123 §7 leaves them to each country). Where other numbers
// are written the same way (amounts in groups of three, years in pairs), the score says that it is no more than possible.
// `11-99/9`: the first digits, and behind the stroke the first of the second group (Anatel, Resolution 749/2022: mobile
// numbers begin with 9 behind the area, others with 2 to 5).
const rows = `
3-2-2-2 6-9 .65 ES; 3-3-3 6-9 .4 ES; 2-2-2-2 2-9 .4 DK; 3-2-3 4-9 .45 NO; 3-7 32-39 .6 IT; 3-6 32-39 .45 IT; 3-3-4 32-39 .6 IT;
2-3-2-2 12-95 .6 PL; 3-3-2-2 500-559 .65 TR; 3-3-2-2 900-999 .65 RU; 1-3-3-2-2 8 .8 RU; 1-3-3-2-2 0/2-5 .75 TR; 1-3-3-4 8 .6 RU; 5-5 60000-99999 .65 IN;
2-5-4 11-99/9 .75 BR; 2-4-4 11-99/2-5 .55 BR; 3-4-4 130-199 .8 CN; 1-4-4 9 .65 CL; 4-4 6000-6999 .35 HK; 4-4 8000-9999 .35 SG; 3-3-4 300-399 .6 CO;
3-4-3 600-799 .45 ES; 2-3-4 20-99 .4 HU; 2-7 20-99 .35 HU; 4-3-3 6900-6999 .5 GR; 3-7 690-699 .6 GR; 2-8 20-29 .4 GR;
2-3-3 20-99 .35 EE; 4-6 7000-7999 .35 GB`

const forms: readonly NationalForm[] = rows.split(';').map((row) => {
  const [groups, leads, score, country] = row.trim().split(/\s+/) as [string, string, string, string]
  const [first, second = '0-9'] = leads.split('/') as [string, string?]
  const [low, high] = rangeOf(first)
  const lengths = groups.split('-').map(Number)
  return { groups: lengths, low, high, next: rangeOf(second), score: Number(score), country }
})

/** The forms of so many groups: lists of numbers are asked about often, and few of them have as many as a form. */
const formsByGroups = new Map(
  [...new Set(forms.map(({ groups }) => groups.length))].map((count) => [
    count,
    forms.filter(({ groups }) => groups.length === count),
  ]),
)

/** `11-99`, or a single number. */
function rangeOf(written: string): readonly [number, number] {
  const [low, high = low] = written.split('-') as [string, string?]
  return [Number(low), Number(high)]
}

const longestLead = 5

/** The likeliest form that the first `groups` groups have; null where no country writes numbers so. */
export function nationalForm(shape: NumberShape, groups: number): NationalForm | null {
  const written = formsByGroups.get(groups)
  if (written === undefined || !isPlainlySeparated(shape, groups)) return null
  let best: NationalForm | null = null
  for (const form of written) {
    if (best && best.score >= form.score) continue
    if (form.groups.every((length, group) => shape.length(group) === length) && hasLead(shape, form))
      best = form
  }
  return best
}

function hasLead(shape: NumberShape, { low, high, next }: NationalForm): boolean {
  const second = shape.values[shape.length(0)]!
  if (second < next[0] || second > next[1]) return false
  let lead = 0
  const size = Math.min(longestLead, String(low).length)
  for (let place = 0; place < size; place++) lead = lead * 10 + shape.values[place]!
  return lead >= low && lead <= high
}

/** Spaces, hyphens or brackets; 3.456.789 is an amount. */
function isPlainlySeparated(shape: NumberShape, groups: number): boolean {
  for (let group = 0; group < groups - 1; group++) {
    if (shape.marks[group]! & (separators.DOT | separators.SLASH)) return false
  }
  return true
}
