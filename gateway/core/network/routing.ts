/** The rules and the route by which taken packets stay on this box, and guests' are told from what is in the house. */
import { z } from 'zod'
import { hexMark } from './group-rules.ts'
import { guestMark, type Routing } from './model.ts'
import { families } from './nft-words.ts'
import type { Family } from './ranges.ts'

/** What `ip -N -j rule` and `ip -N -j route show table` say of one family; unknown keys are left. A key that is null only has to be there. */
const rule = z.object({
  priority: z.number().optional(),
  fwmark: z.string().optional(),
  fwmask: z.string().optional(),
  table: z.string().optional(),
  action: z.string().optional(),
  suppress_prefixlen: z.number().optional(),
  src: z.string().optional(),
  srclen: z.number().optional(),
  iif: z.string().optional(),
  oif: z.string().optional(),
  not: z.null().optional(),
  l3mdev: z.null().optional(),
})
const route = z.object({
  type: z.string().optional(),
  dst: z.string().optional(),
  dev: z.string().optional(),
})

export const rulesAnswer = z.array(rule)
export const routesAnswer = z.array(route)

export type FoundRule = z.output<typeof rule>

/** null: the kernel has no such family. */
export type FoundRouting = Readonly<
  Record<Family, { rules: FoundRule[]; routes: z.output<typeof routesAnswer> } | null>
>

const flags: Readonly<Record<Family, string>> = { ipv4: '-4', ipv6: '-6' }

/** Calls of `ip`, one a line, that bring rules and routes to what is wanted. Calling again changes nothing. */
export function addRouting(wanted: Routing, found: FoundRouting): string[][] {
  return present(found).flatMap(([family, { rules, routes }]) => [
    ...(routes.some(isOurRoute) ? [] : [['ip', flags[family], 'route', 'add', ...routeWords(wanted)]]),
    ...ourRules(wanted, family)
      .filter((ours) => !rules.some((one) => isSame(one, ours)))
      .map((ours) => ['ip', flags[family], 'rule', 'add', ...ruleWords(ours)]),
  ])
}

/** Rules go first: without them nobody asks the table. What `keep` needs as well stays. */
export function removeRouting(
  ours: Routing,
  found: FoundRouting,
  { keep }: { keep?: Routing | undefined } = {},
): string[][] {
  return present(found).flatMap(([family, { rules, routes }]) => {
    const kept = keep === undefined ? [] : ourRules(keep, family)
    const going = ourRules(ours, family).filter((one) => !kept.some((other) => isEqual(one, other)))
    return [
      ...going.flatMap((one) =>
        rules
          .filter((there) => isSame(there, one))
          .map(() => ['ip', flags[family], 'rule', 'del', ...ruleWords(one)]),
      ),
      ...(keep?.table !== ours.table && routes.some(isOurRoute)
        ? [['ip', flags[family], 'route', 'del', ...routeWords(ours)]]
        : []),
    ]
  })
}

/** Families whose taken packets find the listener. */
export function routedFamilies(wanted: Routing, found: FoundRouting): Family[] {
  return present(found)
    .filter(([family, { rules, routes }]) => {
      const [taken] = ourRules(wanted, family)
      return taken !== undefined && rules.some((one) => isSame(one, taken)) && routes.some(isOurRoute)
    })
    .map(([family]) => family)
}

/** Families in which guests are told from what is in the house. */
export function heldFamilies(wanted: Routing, found: FoundRouting): Family[] {
  return present(found)
    .filter(([family, { rules }]) =>
      ourRules(wanted, family)
        .slice(1)
        .every((ours) => rules.some((one) => isSame(one, ours))),
    )
    .map(([family]) => family)
}

/** A rule of ours: where it leads what has its mark, whole. */
interface OurRule {
  priority: number
  mark: number
  leads: { table: number; notBy?: number } | 'nowhere'
}

/** How many numbers, from the first on, our rules take. */
export const ruleCount = 3

/** The one for taken packets first. */
function ourRules({ mark, table, priority }: Routing, family: Family): OurRule[] {
  const guest = guestMark(mark)
  return [
    { priority, mark, leads: { table } },
    // Asked, not followed (hooks.ts): a way that is narrower than "everywhere else" leads into the house.
    { priority: priority + 1, mark: guest, leads: { table: mainTable, notBy: everywhereElse[family] } },
    { priority: priority + 2, mark: guest, leads: 'nowhere' },
  ]
}

/** RT_TABLE_MAIN (rtnetlink(7)). */
const mainTable = 254

/** Lengths of prefixes that still mean the internet: tunnels halve 0.0.0.0/0, and 2000::/3 is all that is given out in IPv6. */
const everywhereElse: Readonly<Record<Family, number>> = { ipv4: 1, ipv6: 3 }

export function isOurRule(one: FoundRule, routing: Routing, family: Family): boolean {
  return ourRules(routing, family).some((ours) => isSame(one, ours))
}

function isSame(one: FoundRule, { priority, mark, leads }: OurRule): boolean {
  const isWhole = one.fwmask === undefined || Number(one.fwmask) === 0xffff_ffff
  if (one.priority !== priority || Number(one.fwmark ?? 'NaN') !== mark || !isWhole) return false
  // FR_ACT_PROHIBIT is 8 (linux/fib_rules.h): `ip -N` says so in numbers.
  if (leads === 'nowhere') return one.action === 'prohibit' || one.action === '8'
  return one.table === String(leads.table) && one.suppress_prefixlen === leads.notBy
}

function isEqual(one: OurRule, other: OurRule): boolean {
  return ruleWords(one).join(' ') === ruleWords(other).join(' ')
}

export function isOurRoute({ type, dst, dev }: z.output<typeof route>): boolean {
  // RTN_LOCAL is 2 (rtnetlink(7)): `ip -N` says so in numbers.
  return (type === 'local' || type === '2') && dst === 'default' && dev === 'lo'
}

function ruleWords({ mark, leads, priority }: OurRule): string[] {
  const found = ['fwmark', hexMark({ mark })]
  const end = ['priority', String(priority)]
  if (leads === 'nowhere') return [...found, ...end, 'prohibit']
  const { table, notBy } = leads
  const but = notBy === undefined ? [] : ['suppress_prefixlength', String(notBy)]
  return [...found, 'lookup', String(table), ...but, ...end]
}

function routeWords({ table }: Routing): string[] {
  return ['local', 'default', 'dev', 'lo', 'table', String(table)]
}

type Present = NonNullable<FoundRouting[Family]>

export function present(found: FoundRouting): [Family, Present][] {
  return families.flatMap((family) => {
    const one = found[family]
    return one === null ? [] : [[family, one] satisfies [Family, Present]]
  })
}
