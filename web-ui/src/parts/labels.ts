/** What clients and destinations of an exchange are called where they are shown. Always text: names come from outside. */
import type { Exchange } from '../api/types.ts'

/** By the name of its machine where it has one, as the journal notes the machine and not its name. */
export function clientLabel({ client, notes }: Exchange, names: ReadonlyMap<string, string>): string {
  const machine = notes.find((note) => note.startsWith('machine:'))?.slice('machine:'.length)
  return (machine === undefined ? undefined : names.get(machine)) ?? client
}

/** With its port where that is not the usual one; empty where nobody was asked for. */
export function hostLabel({
  destination,
  port,
  scheme,
}: Pick<Exchange, 'destination' | 'port' | 'scheme'>): string {
  if (destination === '') return ''
  const name = destination.includes(':') ? `[${destination}]` : destination
  return port === (scheme === 'https' ? 443 : 80) ? name : `${name}:${port}`
}
