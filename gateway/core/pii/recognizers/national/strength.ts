/** Says of which numbers form and check digits say so much that no word for another thing hides them: `Paid 100 EUR 12345678Z`. */
import type { Candidate } from './candidate.ts'
import type { Way } from './table.ts'

/** Of so many random texts of its form at most one is such a number: no word right before it is needed. */
export const strictForm = 10
/** Digits alone pass for such a number so seldom that an order's hardly ever do. */
export const rarerThanOrdinary = 500
/** One mark stands in many an order's number, too: 120315-1234567. */
const rarerThanReferences = 80

/** The first `count` characters of a candidate, read in one way; `passes` null where there is nothing to check. */
interface Read {
  candidate: Candidate
  count: number
  way: Way
  passes: boolean | null
}

/** False for the weak ones, which an order's number or an amount may be as well. */
export function isStrong({ candidate, count, way, passes }: Read): boolean {
  const { number } = way
  if (passes === false) return false
  if (candidate.lettersIn(count) !== 0)
    return number.odds >= strictForm || (passes === true && hasOwnLetter(way))
  if (number.odds >= rarerThanOrdinary) return true
  const marks = way.separators.length
  if (passes !== true || isAmount(candidate, count)) return false
  return marks > 1 || (marks === 1 && number.odds >= rarerThanReferences)
}

/** Letters of a country, or of the form itself: NL123456782B90. */
function hasOwnLetter({ literals }: Way): boolean {
  for (let index = 1; index < literals.length; index += 2) if (literals[index]! > 9) return true
  return false
}

const partsThousands = new Set(Array.from(' .', (mark) => mark.charCodeAt(0)))

/** As thousands are parted: 51 824 753 556, 123.456.782. */
function isAmount({ gaps }: Candidate, count: number): boolean {
  for (let index = 1; index < count; index++) {
    const isParted = gaps[index] !== 0
    if (isParted !== ((count - index) % 3 === 0)) return false
    if (isParted && !partsThousands.has(gaps[index]!)) return false
  }
  return true
}
