/** Counts how many distinct persons a client has let a destination know within the last hour. */
import { hash } from 'node:crypto'
import type { EntityType } from '../pii/entity.ts'
import { hourMs } from '../units.ts'
import { maxCountablePersons } from './model.ts'

/** One exchange's view of the counter. */
export interface PersonCounter {
  /** Notes a person by a normalised value; returns how many of this type went this way within the hour, this one included. */
  add(type: EntityType, value: string): number
  /** Takes back what this exchange added: it did not leave. */
  withdraw(): void
}

/** Where an exchange comes from and goes to. Each rule counts for itself, since each has its own bound. */
export interface PersonWay {
  client: string
  /** The destination's group or host. */
  destination: string
  ruleId: string
  /** Milliseconds since 1970. */
  at: number
}

export interface PersonHours {
  counterFor(way: PersonWay): PersonCounter
  /** Persons that are remembered now, over all ways. */
  readonly size: number
}

/** Some 120 bytes each: 6 MB at the most, forty offices' worth of an hour. */
const defaultMaxRemembered = 50_000

/**
 * A counter over a rolling hour. Values are kept as keyed hashes alone. When there are more than `maxRemembered`
 * persons, the ways that were quiet the longest are forgotten first.
 */
export function createPersonHours(options: { salt: Uint8Array; maxRemembered?: number }): PersonHours {
  const salt = Buffer.from(options.salt).toString('hex')
  const maxRemembered = options.maxRemembered ?? defaultMaxRemembered
  // Both maps are kept in the order of last use, so that what is oldest stands in front.
  const ways = new Map<string, Map<string, number>>()
  let size = 0

  function personsOf(way: string, at: number): Map<string, number> {
    const persons = ways.get(way) ?? new Map<string, number>()
    ways.delete(way)
    ways.set(way, persons)
    for (const [person, seen] of persons) {
      if (seen > at - hourMs) break
      persons.delete(person)
      size -= 1
    }
    return persons
  }

  function forgetOldest(): void {
    for (const [way, persons] of ways) {
      if (size <= maxRemembered || ways.size === 1) return
      size -= persons.size
      ways.delete(way)
    }
  }

  function note(way: string, person: string, at: number): { count: number; isNew: boolean } {
    const persons = personsOf(way, at)
    const isNew = !persons.delete(person)
    // A way that is full stays over every bound that a rule can name.
    if (isNew && persons.size > Math.min(maxCountablePersons, maxRemembered))
      return { count: persons.size, isNew: false }
    persons.set(person, at)
    if (isNew) size += 1
    const count = persons.size
    forgetOldest()
    return { count, isNew }
  }

  function forget(way: string, person: string): void {
    const persons = ways.get(way)
    if (persons?.delete(person) === true) size -= 1
    if (persons?.size === 0) ways.delete(way)
  }

  return {
    counterFor({ client, destination, ruleId, at }) {
      let added: { way: string; person: string }[] | null = null
      return {
        add(type, value) {
          const way = `${client} ${destination} ${ruleId} ${type}`
          const person = hash('sha256', `${salt} ${value}`, 'base64').slice(0, 16)
          const { count, isNew } = note(way, person, at)
          if (isNew) {
            added ??= []
            added.push({ way, person })
          }
          return count
        },
        withdraw() {
          for (const { way, person } of added ?? []) forget(way, person)
          added = null
        },
      }
    },
    get size() {
      return size
    },
  }
}
