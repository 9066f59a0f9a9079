/** Parts a secret into sheets of words of which some together bring it back, and fewer say nothing of it (SLIP-0039). */
import { createHmac, randomBytes, randomInt, timingSafeEqual } from 'node:crypto'
import { interpolate, type Point } from './gf256.ts'
import { decryptMaster, encryptMaster } from './slip39-cipher.ts'
import { readShare, type Share, type ShareProblem, writeShare } from './slip39-share.ts'

/** Where the secret and what checks it lie on the polynomial (SLIP-0039, "Sharing a secret"). */
const [digestAt, secretAt] = [254, 255]
const digestLength = 4
const exponent = 1

export type SheetsProblem =
  /** One sheet by itself, counted from 1. */
  | ({ sheet: number } & ShareProblem)
  /** Sheets of different prints. */
  | { why: 'other-print' }
  | { why: 'too-few'; needed: number }
  /** Each sheet is right by itself, and together they make nothing: somebody wrote one of them on purpose. */
  | { why: 'digest' }
export type Combined = { ok: true; secret: Buffer } | { ok: false; problem: SheetsProblem }

/** Of `count` sheets any `threshold` bring the secret back; 2 of them at least, of 16 at most. The secret: 16 bytes or more, an even number. */
export function splitSecret(
  secret: Uint8Array,
  { threshold, count }: { threshold: number; count: number },
): string[][] {
  const head = { id: randomInt(1 << 15), isExtendable: true, exponent }
  const encrypted = encryptMaster(secret, '', head)
  return pointsOf(encrypted, threshold, count).map(({ x, y }) =>
    writeShare({
      ...head,
      ...{ groupIndex: 0, groupThreshold: 1, groupCount: 1 },
      ...{ memberIndex: x, memberThreshold: threshold, value: Buffer.from(y) },
    }),
  )
}

function pointsOf(secret: Buffer, threshold: number, count: number): Point[] {
  const salt = randomBytes(secret.length - digestLength)
  const random = Array.from({ length: threshold - 2 }, (_, x) => ({ x, y: randomBytes(secret.length) }))
  const base: Point[] = [
    ...random,
    { x: digestAt, y: Buffer.concat([digestOf(secret, salt), salt]) },
    { x: secretAt, y: secret },
  ]
  const others = Array.from({ length: count - random.length }, (_, at) => random.length + at)
  return [...random, ...others.map((x) => ({ x, y: interpolate(base, x) }))]
}

/** Sheets as typed, in any order, more than needed allowed; `passphrase` is empty on sheets of ours. */
export function combineSheets(sheets: readonly (readonly string[])[], passphrase = ''): Combined {
  const shares: Share[] = []
  for (const [index, words] of sheets.entries()) {
    const read = readShare(words)
    if (!read.ok) return { ok: false, problem: { sheet: index + 1, ...read.problem } }
    shares.push(read.share)
  }
  const [first] = shares
  if (first === undefined) return failed({ why: 'too-few', needed: 1 })
  if (!shares.every((share) => isOfSamePrint(share, first))) return failed({ why: 'other-print' })
  const groups = [...Map.groupBy(shares, ({ groupIndex }) => groupIndex).values()]
  const points: Point[] = []
  for (const group of groups) {
    const joined = joinGroup(group)
    if ('problem' in joined) return failed(joined.problem)
    if (joined.value !== null) points.push({ x: group[0]!.groupIndex, y: joined.value })
  }
  if (points.length < first.groupThreshold) {
    const missing = groups.find((group) => countOf(group) < group[0]!.memberThreshold) ?? groups[0]!
    return failed({ why: 'too-few', needed: missing[0]!.memberThreshold })
  }
  const encrypted = recover(points.slice(0, first.groupThreshold))
  if (encrypted === null) return failed({ why: 'digest' })
  return { ok: true, secret: decryptMaster(encrypted, passphrase, first) }
}

function failed(problem: SheetsProblem): Combined {
  return { ok: false, problem }
}

function isOfSamePrint(share: Share, first: Share): boolean {
  const { id, isExtendable, exponent: times, groupThreshold, groupCount, value } = first
  const isSame = share.id === id && share.isExtendable === isExtendable && share.exponent === times
  const hasSameGroups = share.groupThreshold === groupThreshold && share.groupCount === groupCount
  return isSame && hasSameGroups && share.value.length === value.length
}

/** The same sheet twice counts once. */
function countOf(group: readonly Share[]): number {
  return new Set(group.map(({ memberIndex }) => memberIndex)).size
}

/** `value`: null where there are too few of its sheets. */
function joinGroup(group: readonly Share[]): { value: Buffer | null } | { problem: SheetsProblem } {
  const threshold = group[0]!.memberThreshold
  const byIndex = new Map<number, Point>()
  for (const { memberIndex, memberThreshold, value } of group) {
    const known = byIndex.get(memberIndex)
    if (memberThreshold !== threshold || (known !== undefined && !value.equals(known.y)))
      return { problem: { why: 'other-print' } }
    byIndex.set(memberIndex, { x: memberIndex, y: value })
  }
  if (byIndex.size < threshold) return { value: null }
  const value = recover([...byIndex.values()].slice(0, threshold))
  return value === null ? { problem: { why: 'digest' } } : { value }
}

/** Null where the points are none of one secret. */
function recover(points: readonly Point[]): Buffer | null {
  if (points.length === 1) return Buffer.from(points[0]!.y)
  const secret = interpolate(points, secretAt)
  const check = interpolate(points, digestAt)
  const expected = digestOf(secret, check.subarray(digestLength))
  return timingSafeEqual(expected, check.subarray(0, digestLength)) ? secret : null
}

function digestOf(secret: Uint8Array, salt: Uint8Array): Buffer {
  return createHmac('sha256', salt).update(secret).digest().subarray(0, digestLength)
}
