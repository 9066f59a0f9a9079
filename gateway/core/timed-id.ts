/** Names what happened at a time, so that names sort by time and nobody can guess one. */

/** Text: 12 hex digits of milliseconds since 1970, `-`, 12 random ones. */
export const timedIdForm = /^[0-9a-f]{12}-[0-9a-f]{12}$/

/** Of `timedId`'s random part. */
export const timedIdRandomBytes = 6

const mostMs = 2 ** 48 - 1

/** `at`: milliseconds since 1970. `random` hands out so many random bytes. */
export function timedId(at: number, random: (length: number) => Uint8Array): string {
  return `${timeDigits(at)}-${Buffer.from(random(timedIdRandomBytes)).toString('hex')}`
}

/** The part of a `timedId` before `-`. A clock before 1970 or beyond the year 10889 does not break the form. */
export function timeDigits(at: number): string {
  return Math.min(Math.max(0, Math.round(at)), mostMs)
    .toString(16)
    .padStart(12, '0')
}
