/** Bounds how many persons a client let a destination know within an hour, by records that come the newest first. */
import type { ExchangeRecord } from '../../journal.ts'
import { type EntityType, entityTypes } from '../../pii/entity.ts'
import { hourMs, minuteMs } from '../../units.ts'

/** A time of which records are missing. */
export interface MissingTime {
  since: number
  until: number
}

/** One exchange whose answer waits for the hour before it. */
interface Waiting {
  at: number
  end: number
  bound: number
  settle(isWithin: boolean): void
}

/** What one exchange may have told; `persons` null: nobody knows how much. */
interface Told {
  at: number
  persons: readonly Persons[] | null
}

interface Persons {
  type: EntityType
  /** Blind indexes, which are the same where the values were. */
  known: ReadonlySet<string>
  /** Found and not told apart. */
  others: number
}

interface WayOfPersons {
  told: Told[]
  waiting: Waiting[]
  /** A time of which too much was told to be remembered. */
  lost: MissingTime | null
}

/** Workers hand their records over in batches, so that neighbours may have changed places. */
const disorderMs = 5 * minuteMs
/** Of one client and destination, in an hour and what belongs to it: each waiting one is compared with each of them. */
const maxTold = 2000
const maxWays = 20_000

/**
 * Distinct persons cannot be more than were found and cannot be told to be the same, so that what stays within the bound
 * by that count is surely within it. `see` each record once, then ask for those that need it.
 */
export class PersonHours {
  readonly #missing: readonly MissingTime[]
  readonly #ways = new Map<string, WayOfPersons>()
  #looked = Number.POSITIVE_INFINITY

  constructor(missing: readonly MissingTime[]) {
    this.#missing = missing
  }

  /** `isOpen`: more may have been in it than was found. */
  see(record: ExchangeRecord, group: string, isOpen: boolean): void {
    const now = endOf(record)
    if (now < this.#looked - minuteMs) {
      this.#looked = now
      this.#settleBehind(now + disorderMs)
    }
    const persons = isOpen ? null : personsIn(record)
    if (persons?.length === 0) return
    const way = this.#way(record.client, group)
    if (way.told.length < maxTold) way.told.push({ at: record.at, persons })
    else way.lost = joined(way.lost, record.at)
  }

  /** `settle` is called once the hour before it was seen, at the latest at the end. */
  ask(record: ExchangeRecord, group: string, { bound, settle }: Pick<Waiting, 'bound' | 'settle'>): void {
    const way = this.#way(record.client, group)
    if (way.waiting.length >= maxTold || !this.#ways.has(nameOf(record.client, group))) settle(false)
    else way.waiting.push({ at: record.at, end: endOf(record), bound, settle })
  }

  end(): void {
    this.#settleBehind(Number.NEGATIVE_INFINITY)
  }

  #way(client: string, group: string): WayOfPersons {
    const name = nameOf(client, group)
    const known = this.#ways.get(name)
    if (known !== undefined) return known
    const way = { told: [], waiting: [], lost: null }
    if (this.#ways.size < maxWays) this.#ways.set(name, way)
    return way
  }

  /** Everything whose hour began after `time`, of which nothing more can come. */
  #settleBehind(time: number): void {
    for (const [name, way] of this.#ways) {
      const done = way.waiting.filter(({ at }) => at - hourMs > time)
      for (const one of done) one.settle(this.#isWithin(one, way))
      way.waiting = way.waiting.filter(({ at }) => at - hourMs <= time)
      const latest = way.waiting.reduce((end, one) => Math.max(end, one.end), time + disorderMs)
      way.told = way.told.filter(({ at }) => at <= latest)
      if (way.lost !== null && way.lost.since > latest) way.lost = null
      if (way.told.length === 0 && way.waiting.length === 0 && way.lost === null) this.#ways.delete(name)
    }
  }

  #isWithin({ at, end, bound }: Waiting, { told, lost }: WayOfPersons): boolean {
    const from = at - hourMs
    const missing = lost === null ? this.#missing : [...this.#missing, lost]
    if (missing.some(({ since, until }) => since <= end && until >= from)) return false
    const sums = new Map<EntityType, { known: Set<string>; others: number }>()
    for (const one of told) {
      if (one.at <= from || one.at > end) continue
      if (one.persons === null) return false
      for (const { type, known, others } of one.persons) {
        const sum = sums.get(type) ?? { known: new Set(), others: 0 }
        sums.set(type, sum)
        for (const index of known) sum.known.add(index)
        sum.others += others
        if (sum.known.size + sum.others > bound) return false
      }
    }
    return true
  }
}

function nameOf(client: string, group: string): string {
  return `${client} ${group}`
}

function joined(lost: MissingTime | null, at: number): MissingTime {
  return { since: Math.min(at, lost?.since ?? at), until: Math.max(at, lost?.until ?? at) }
}

function endOf({ at, durationMs }: ExchangeRecord): number {
  return at + durationMs
}

function personsIn({ findings, findingCounts }: ExchangeRecord): Persons[] {
  const counts = Object.entries(findingCounts) as [EntityType, number][]
  return counts
    .filter(([type]) => entityTypes[type].person)
    .map(([type, count]) => {
      const listed = findings.filter((finding) => finding.type === type && finding.blindIndex !== null)
      return {
        type,
        known: new Set(listed.map(({ blindIndex }) => blindIndex ?? '')),
        others: Math.max(0, count - listed.length),
      }
    })
}
