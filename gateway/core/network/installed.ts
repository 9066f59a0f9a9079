/** Reads what nftables says of our table: whose it is, whether it waits for a confirmation, and what it counted. */
import { z } from 'zod'
import type { Routing } from './model.ts'
import { ourTable } from './nft-words.ts'
import { hearingChain } from './sign-of-life.ts'

/** `nft -j list chains`. Other objects, tables and keys are left. */
export const chainsAnswer = z.object({
  nftables: z.array(
    z.object({
      chain: z
        .object({
          family: z.string(),
          table: z.string(),
          name: z.string(),
          hook: z.string().optional(),
          policy: z.string().optional(),
        })
        .optional(),
    }),
  ),
})

/** `nft -j list tables`. */
export const tablesAnswer = z.object({
  nftables: z.array(z.object({ table: z.object({ family: z.string(), name: z.string() }).optional() })),
})

/** `nft -j list counters table inet gatehouse`. */
export const countersAnswer = z.object({
  nftables: z.array(
    z.object({ counter: z.object({ name: z.string(), packets: z.number(), bytes: z.number() }).optional() }),
  ),
})

/** `nft -j list set inet gatehouse in-force`, or `answering`: an element that will end is an object, one that stays a word. */
export const inForceAnswer = z.object({
  nftables: z.array(z.object({ set: z.object({ elem: z.array(inForceElement()).optional() }).optional() })),
})

function inForceElement() {
  return z.union([z.string(), z.object({ elem: z.object({ expires: z.number().optional() }) })])
}

/** Our table as it is in the kernel. */
export interface Installed {
  routing: Routing
  /** Of the settings; zeros where a change was cut off before them. */
  digest: string
  /** The trial that waits for its confirmation. */
  trial: string | null
  /** False before the rules are there, and for those of an earlier release: then there are no sets of machines. */
  holdsMachines: boolean
  /** The same of the set that says whether somebody answers. */
  hearsListener: boolean
}

/** `foreign`: there is a table of our name that we did not make. */
export function readInstalled(
  tables: z.output<typeof tablesAnswer>,
  chains: z.output<typeof chainsAnswer>,
): Installed | 'foreign' | null {
  const exists = tables.nftables.some(({ table }) => table?.family === 'inet' && table.name === ourTable)
  if (!exists) return null
  const names = chains.nftables.flatMap(({ chain }) =>
    chain?.family === 'inet' && chain.table === ourTable ? [chain.name] : [],
  )
  const facts = names.map((name) => factsPattern.exec(name)).find((match) => match !== null)
  if (facts === undefined || facts === null) return 'foreign'
  const [, mark, table, priority, digest = ''] = facts
  const trial = names.map((name) => /^trial\/([0-9a-f]{16})$/.exec(name)?.[1]).find((id) => id !== undefined)
  return {
    routing: { mark: Number(mark), table: Number(table), priority: Number(priority) },
    digest,
    trial: trial ?? null,
    holdsMachines: names.includes('quarantined'),
    hearsListener: names.includes(hearingChain),
  }
}

const factsPattern = /^gatehouse\/1\/(\d{1,10})\/(\d{1,10})\/(\d{1,10})\/([0-9a-f]{32})$/

/** Base chains of others that refuse what they do not know, where taken or forwarded packets come by. */
export function strictHooks(chains: z.output<typeof chainsAnswer>): { table: string; hook: string }[] {
  return chains.nftables.flatMap(({ chain }) =>
    chain?.policy === 'drop' &&
    (chain.hook === 'input' || chain.hook === 'forward') &&
    chain.table !== ourTable
      ? [{ table: chain.table, hook: chain.hook }]
      : [],
  )
}

/** Whether the rules have an effect now, and for how many more seconds; null: until somebody takes them away. */
export function readInForce(answer: z.output<typeof inForceAnswer>): {
  active: boolean
  secondsLeft: number | null
} {
  const elements = answer.nftables.flatMap(({ set }) => set?.elem ?? [])
  const ends = elements.flatMap((one) =>
    typeof one === 'string' || one.elem.expires === undefined ? [] : [one.elem.expires],
  )
  return { active: elements.length > 0, secondsLeft: ends.length === 0 ? null : Math.min(...ends) }
}

/** What a group's packets were counted as. */
export interface CountedLine {
  /** `passed` counts new connections, everything else packets. */
  what: 'passed' | 'refused' | 'web' | 'bytes'
  /** A line of the table of protocols, or one of ours such as `taken`, `malformed`, `out`. */
  line: string
  packets: number
  bytes: number
}

export interface Counted {
  groups: { name: string; lines: CountedLine[] }[]
  others: CountedLine[]
  /** Of the network as a whole: `spoofed`, `other-router` and so on. */
  network: Readonly<Record<string, number>>
}

export function readCounters(answer: z.output<typeof countersAnswer>): Counted {
  const groups = new Map<string, CountedLine[]>()
  const others: CountedLine[] = []
  const network: Record<string, number> = {}
  for (const { counter } of answer.nftables) {
    if (counter === undefined) continue
    const { packets, bytes } = counter
    const parts = counter.name.split('/')
    if (parts[0] === 'network' && parts[1] !== undefined) network[parts[1]] = packets
    const [what, line] = parts.slice(-2)
    if (!isKind(what) || line === undefined) continue
    if (parts[0] === 'others') others.push({ what, line, packets, bytes })
    const name = parts[1]
    if (parts[0] !== 'group' || name === undefined) continue
    const lines = groups.get(name) ?? []
    groups.set(name, [...lines, { what, line, packets, bytes }])
  }
  return { groups: [...groups].map(([name, lines]) => ({ name, lines })), others, network }
}

function isKind(word: string | undefined): word is CountedLine['what'] {
  return word === 'passed' || word === 'refused' || word === 'web' || word === 'bytes'
}
