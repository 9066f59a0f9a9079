/** Tells digits that are far more often a moment, an article's number or a placeholder than a number of a person. */
import { isArticle } from '../../article-check.ts'
import { isDate, pair } from './checks.ts'

/** Seconds or milliseconds since 1970, a date with its time, a GTIN-13, or 1234567890, in the first `count` values. */
export function mayBeOrdinary(values: Uint8Array, count: number): boolean {
  if (isPlaceholder(values, count)) return true
  switch (count) {
    case 10:
      return isUnixTime(values)
    case 13:
      return isUnixTime(values) || isArticle(values, 0, count)
    case 12:
    case 14:
      return isDateWithTime(values)
    default:
      return false
  }
}

/** One digit all along, or each one more than the one before: what people type where a number is asked for. */
function isPlaceholder(values: Uint8Array, count: number): boolean {
  const step = (values[1]! - values[0]! + 10) % 10
  if (step > 1) return false
  for (let index = 2; index < count; index++) {
    if ((values[index]! - values[index - 1]! + 10) % 10 !== step) return false
  }
  return true
}

/** From 2010 to 2035: the most frequent numbers of ten and thirteen digits there are. */
function isUnixTime(values: Uint8Array): boolean {
  const lead = values[0]! * 100 + pair(values, 1)
  return lead >= 126 && lead <= 205
}

/** YYYYMMDDhhmm, as file names and logs have it. */
function isDateWithTime(values: Uint8Array): boolean {
  const century = pair(values, 0)
  if (century !== 19 && century !== 20) return false
  return isDate(pair(values, 4), pair(values, 6)) && pair(values, 8) < 24 && pair(values, 10) < 60
}
