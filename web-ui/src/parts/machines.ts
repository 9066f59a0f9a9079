/** What is said of machines in more than one place. */
import type { Client } from '../api/types.ts'

/** The gateway looks at the network each minute; whoever was silent for longer than these has left. */
const hereMs = 15 * 60_000

export function isHere({ seenAt }: Client, now: number): boolean {
  return now - seenAt < hereMs
}

/** What machines are called, by their ids; those without a name are missing. */
export function namesOf(clients: readonly Client[]): ReadonlyMap<string, string> {
  return new Map(clients.flatMap(({ id, name }) => (name === null ? [] : [[id, name] as const])))
}
