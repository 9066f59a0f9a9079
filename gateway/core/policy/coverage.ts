/** Compares what two rules are about: whether one surely covers the other, and whether they can meet at all. */
import { isDeviceClient, isUserClient } from '../login/client-name.ts'
import { parseRange, type Range } from '../net/address.ts'
import { type PolicyContext, portBounds } from './compile.ts'
import { expand } from './expand.ts'
import { literalPrefix } from './glob.ts'
import { isGroup, isRange, type Match } from './match-model.ts'
import type { PolicyFile } from './model.ts'
import { weekOf } from './schedule.ts'

/** What a rule is about, groups and names resolved; null means everything. */
export interface Scope {
  destinations: readonly string[] | null
  /** Ranges of addresses, users as `user:name`, devices as `device:name`, and groups as `group:name`, for machines that are in them by their cards. */
  clients: readonly (Range | string)[] | null
  ports: readonly (readonly [number, number])[] | null
  week: Uint8Array | null
  methods: readonly string[] | null
  paths: readonly string[] | null
  contentTypes: readonly string[] | null
}

export interface ScopeContext extends PolicyContext {
  /** True where machines are in groups by their network cards. */
  readonly machines?: boolean
}

export function scopeOf(match: Match | undefined, source: PolicyFile, context: ScopeContext): Scope {
  const schedule = typeof match?.schedule === 'string' ? source.schedules[match.schedule] : match?.schedule
  return {
    destinations: expand(match?.destinations, (name) => context.catalogue.groups[name]?.hosts),
    clients: clientsOf(match, context),
    ports: match?.ports?.map(portBounds) ?? null,
    week: schedule === undefined ? null : weekOf(schedule),
    methods: match?.methods ?? null,
    paths: match?.paths ?? null,
    contentTypes: match?.contentTypes ?? null,
  }
}

function clientsOf(match: Match | undefined, { clientGroups, machines }: ScopeContext): Scope['clients'] {
  const named = expand(match?.clients, (name) => clientGroups[name])
  if (named === null) return null
  const listed = named.map((client) =>
    isUserClient(client) || isDeviceClient(client) ? client : parseRange(client),
  )
  const groups = machines === true ? (match?.clients ?? []).filter(isGroup) : []
  return [...listed.filter((client) => client !== null), ...groups]
}

/** True only where everything that fits `inner` surely fits `outer`. */
export function covers(outer: Scope, inner: Scope): boolean {
  return (
    each(outer.destinations, inner.destinations, hostCovers) &&
    each(outer.clients, inner.clients, clientCovers) &&
    each(outer.ports, inner.ports, ([low, high], other) => low <= other[0] && other[1] <= high) &&
    weekCovers(outer.week, inner.week) &&
    each(outer.methods, inner.methods, (method, other) => method === other) &&
    each(outer.paths, inner.paths, globCovers) &&
    each(outer.contentTypes, inner.contentTypes, globCovers)
  )
}

/** False only where surely nothing fits both. */
export function overlaps(one: Scope, other: Scope): boolean {
  return (
    some(one.destinations, other.destinations, hostsMeet) &&
    some(one.clients, other.clients, clientsMeet) &&
    some(one.ports, other.ports, (a, b) => a[0] <= b[1] && b[0] <= a[1]) &&
    weeksMeet(one.week, other.week) &&
    some(one.methods, other.methods, (a, b) => a === b) &&
    some(one.paths, other.paths, globsMeet) &&
    some(one.contentTypes, other.contentTypes, globsMeet)
  )
}

/** True where every host that fits the second pattern fits the first. */
export function hostCovers(outer: string, inner: string): boolean {
  const range = rangeOf(outer)
  if (range !== null) {
    const other = rangeOf(inner)
    return other !== null && rangeCovers(range, other)
  }
  const wide = outer.toLowerCase()
  const narrow = inner.toLowerCase()
  return (
    wide === narrow ||
    (wide.startsWith('*.') && narrow.replace(/^\*/, '').endsWith(wide.slice(1)) && narrow !== wide.slice(2))
  )
}

function hostsMeet(one: string, other: string): boolean {
  return hostCovers(one, other) || hostCovers(other, one)
}

function rangeOf(pattern: string): Range | null {
  return isRange(pattern) ? parseRange(pattern) : null
}

function rangeCovers(outer: Range, inner: Range): boolean {
  return (
    outer[0].kind() === inner[0].kind() && outer[1] <= inner[1] && inner[0].match(outer[0] as never, outer[1])
  )
}

function clientCovers(outer: Range | string, inner: Range | string): boolean {
  if (typeof outer === 'string' || typeof inner === 'string') return outer === inner
  return rangeCovers(outer, inner)
}

/** A user may log in at any address and on any device, and a device be anywhere. */
function clientsMeet(one: Range | string, other: Range | string): boolean {
  if (typeof one === 'string' && typeof other === 'string')
    return one === other || kindOf(one) !== kindOf(other)
  if (typeof one === 'string' || typeof other === 'string') return true
  return rangeCovers(one, other) || rangeCovers(other, one)
}

/** `user`, `device` or `group`. */
function kindOf(client: string): string {
  return client.slice(0, client.indexOf(':'))
}

/** Decided for equal patterns and for `prefix**` alone; anything else may or may not be covered. */
function globCovers(outer: string, inner: string): boolean {
  if (outer === inner) return true
  const prefix = literalPrefix(outer)
  if (outer === `${prefix}**`) return literalPrefix(inner).startsWith(prefix)
  return outer === `${prefix}*` && !prefix.startsWith('/') && literalPrefix(inner).startsWith(prefix)
}

function globsMeet(one: string, other: string): boolean {
  const a = literalPrefix(one)
  const b = literalPrefix(other)
  if (a === one) return other === b ? a === b : a.startsWith(b) || `${a}/`.startsWith(b)
  if (b === other) return b.startsWith(a) || `${b}/`.startsWith(a)
  return a.startsWith(b) || b.startsWith(a)
}

function weekCovers(outer: Uint8Array | null, inner: Uint8Array | null): boolean {
  if (outer === null) return true
  return inner === null
    ? outer.every((minute) => minute === 1)
    : inner.every((minute, at) => minute === 0 || outer[at] === 1)
}

function weeksMeet(one: Uint8Array | null, other: Uint8Array | null): boolean {
  return one === null || other === null || one.some((minute, at) => minute === 1 && other[at] === 1)
}

function each<Item>(
  outer: readonly Item[] | null,
  inner: readonly Item[] | null,
  fits: (outer: Item, inner: Item) => boolean,
): boolean {
  if (outer === null) return true
  return inner?.every((item) => outer.some((candidate) => fits(candidate, item))) ?? false
}

function some<Item>(
  one: readonly Item[] | null,
  other: readonly Item[] | null,
  meet: (a: Item, b: Item) => boolean,
): boolean {
  return one === null || other === null || one.some((a) => other.some((b) => meet(a, b)))
}
