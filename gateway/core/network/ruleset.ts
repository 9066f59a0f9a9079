/** Writes the whole of what nftables is told, as one script that is taken or refused as one. */
import { createHash } from 'node:crypto'
import { addressSets } from './address-sets.ts'
import type { Counter } from './group-rules.ts'
import { hooks } from './hooks.ts'
import { type MachineElements, machineSets, noMachines } from './machine-sets.ts'
import type { NetworkSettings, Routing } from './model.ts'
import { nftChain, nftNumber, ourTable } from './nft-words.ts'
import { answering } from './sign-of-life.ts'

/** A change that waits for its confirmation. */
export interface Trial {
  /** 16 hexadecimal digits. */
  id: string
  /**
   * After so many seconds the kernel itself lets the rules have no effect, if nobody confirmed them and nobody lives who would
   * take them back. null where other rules of ours were in force before: those are not to end as none at all.
   */
  seconds: number | null
}

/** Replaces our table, and nothing else. Throws RangeError for what cannot be written safely. */
export function networkRuleset(
  settings: NetworkSettings,
  trial: Trial | null,
  machines: MachineElements = noMachines,
): string {
  const body = tableBody(settings, machines)
  const facts = factsName({ ...settings.routing, digest: settingsDigest(settings) })
  return [
    ...replaceTable(),
    `table inet ${ourTable} {`,
    ...nftChain(facts, []),
    ...(trial === null ? [] : nftChain(trialName(trial.id), [])),
    ...inForceSet(trial),
    ...body,
    '}',
    '',
  ].join('\n')
}

/** What is written first: the table and whose it is, without any effect, so that a try that is cut off can be cleaned up. */
export function announcement(routing: Routing, trial: Trial | null): string {
  return [
    `table inet ${ourTable} {`,
    ...nftChain(factsName({ ...routing, digest: '0'.repeat(32) }), []),
    ...(trial === null ? [] : nftChain(trialName(trial.id), [])),
    '}',
    '',
  ].join('\n')
}

/** `table` makes it where it is missing, so that `delete` never fails. */
export function replaceTable(): string[] {
  return [`table inet ${ourTable} {}`, `delete table inet ${ourTable}`]
}

/**
 * Of the settings, not of the text that is made of them: another release may word the same rules in another way. The order of keys
 * counts for nothing.
 */
export function settingsDigest(settings: NetworkSettings): string {
  return createHash('sha256').update(JSON.stringify(settings, sortKeys)).digest('hex').slice(0, 32)
}

function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)))
}

/** An empty chain's name tells what the table belongs to: it is in the kernel, and is gone when the table is. */
export function factsName({ mark, table, priority, digest }: Routing & { digest: string }): string {
  const most = { min: 1, max: 0xffff_ffff }
  return `gatehouse/1/${nftNumber(mark, most)}/${nftNumber(table, most)}/${nftNumber(priority, most)}/${digest}`
}

export function trialName(id: string): string {
  if (!/^[0-9a-f]{16}$/.test(id)) throw new RangeError('no trial')
  return `trial/${id}`
}

/** Every hook asks it first. Elements that the kernel lets expire by itself need no program and no clock that can be set. */
function inForceSet(trial: Trial | null): string[] {
  const until =
    trial?.seconds === undefined || trial.seconds === null
      ? ''
      : ` timeout ${nftNumber(trial.seconds, { min: 1, max: 3600 })}s`
  return [
    '  set in-force {',
    '    type nf_proto',
    '    flags timeout',
    `    elements = { ipv4${until}, ipv6${until} }`,
    '  }',
  ]
}

function tableBody(settings: NetworkSettings, machines: MachineElements): string[] {
  const counters = new Set<string>()
  const counter: Counter = (name) => {
    counters.add(name)
    return `counter name ${name}`
  }
  const { scopes, sets } = addressSets(settings)
  const chains = hooks(settings, scopes, counter)
  return [
    ...[...counters].flatMap((name) => [`  counter ${name} {`, '  }']),
    ...sets,
    ...machineSets(machines),
    ...answering(),
    ...chains,
  ]
}
