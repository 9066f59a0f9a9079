/** Says where a name ends before the number that stands behind it: `Anna Weber 2`, `Anna Weber (2)`, `Anna2`. */
import { isDigit } from '../bytes.ts'
import { isWordAt } from '../word-bytes.ts'

/** A longer number is one of something else. */
const mostDigits = 3
const mostGlued = 2
const SPACE = 0x20
const OPEN = 0x28
const CLOSE = 0x29
const HASH = 0x23

export interface Counted {
  /** Behind the name; the value's end where no number stands behind it. */
  readonly end: number
  /** True where nothing stands between the two, as in names by which people log in. */
  readonly isGlued: boolean
}

/** Of the value `bytes[start, end)`, which has no white space around it. */
export function beforeCounter(bytes: Uint8Array, start: number, end: number): Counted {
  const none = { end, isGlued: false }
  let at = end
  const isClosed = bytes[at - 1] === CLOSE
  if (isClosed) at--
  const behind = at
  while (at > start && behind - at <= mostDigits && isDigit(bytes[at - 1]!)) at--
  const digits = behind - at
  if (digits === 0 || digits > mostDigits) return none
  if (isClosed) {
    if (bytes[at - 1] !== OPEN) return none
    at--
  } else if (bytes[at - 1] === HASH) at--
  if (at <= start) return none
  if (bytes[at - 1] !== SPACE) {
    const isBare = at === behind - digits && !isClosed && digits <= mostGlued && isWordAt(bytes, at - 1)
    return isBare ? { end: at, isGlued: true } : none
  }
  while (at > start && bytes[at - 1] === SPACE) at--
  return at > start ? { end: at, isGlued: false } : none
}
