/** The rule and the route by which taken packets stay on this box: what to add and remove, and what stands in the way. */
import { z } from 'zod'
import { hexMark } from './group-rules.ts'
import type { Routing } from './model.ts'
import { families } from './nft-words.ts'
import type { Family } from './ranges.ts'

/** What `ip -j rule` and `ip -j route show table` say of one family; unknown keys are left. */
const rule = z.object({
  priority: z.number().optional(),
  fwmark: z.string().optional(),
  fwmask: z.string().optional(),
  table: z.string().optional(),
})
const route = z.object({
  type: z.string().optional(),
  dst: z.string().optional(),
  dev: z.string().optional(),
})

export const rulesAnswer = z.array(rule)
export const routesAnswer = z.array(route)

/** null: the kernel has no such family. */
export type FoundRouting = Readonly<
  Record<Family, { rules: z.output<typeof rulesAnswer>; routes: z.output<typeof routesAnswer> } | null>
>

const flags: Readonly<Record<Family, string>> = { ipv4: '-4', ipv6: '-6' }

/** Calls of `ip`, one a line, that bring rules and routes to what is wanted. Calling again changes nothing. */
export function addRouting(wanted: Routing, found: FoundRouting): string[][] {
  return present(found).flatMap(([family, { rules, routes }]) => [
    ...(routes.some(isOurRoute) ? [] : [['ip', flags[family], 'route', 'add', ...routeWords(wanted)]]),
    ...(rules.some((one) => isOurRule(one, wanted))
      ? []
      : [['ip', flags[family], 'rule', 'add', ...ruleWords(wanted)]]),
  ])
}

/** The rule goes first: without it nobody asks the table. What `keep` needs as well stays. */
export function removeRouting(
  ours: Routing,
  found: FoundRouting,
  { keep }: { keep?: Routing | undefined } = {},
): string[][] {
  const keepsTable = keep?.table === ours.table
  const keepsRule = keepsTable && keep.mark === ours.mark && keep.priority === ours.priority
  return present(found).flatMap(([family, { rules, routes }]) => [
    ...(keepsRule ? [] : rules.filter((one) => isOurRule(one, ours))).map(() => [
      'ip',
      flags[family],
      'rule',
      'del',
      ...ruleWords(ours),
    ]),
    ...(!keepsTable && routes.some(isOurRoute)
      ? [['ip', flags[family], 'route', 'del', ...routeWords(ours)]]
      : []),
  ])
}

/** Which families have both. */
export function routedFamilies(wanted: Routing, found: FoundRouting): Family[] {
  return present(found)
    .filter(([, { rules, routes }]) => rules.some((one) => isOurRule(one, wanted)) && routes.some(isOurRoute))
    .map(([family]) => family)
}

/**
 * What another program has where ours would go: sentences, each with what to set instead. None: nothing in the way. `former`: what is
 * ours now, and goes once the new is in force.
 */
export function routingCollisions(
  wanted: Routing,
  found: FoundRouting,
  { former = wanted }: { former?: Routing | undefined } = {},
): string[] {
  const texts = present(found).flatMap(([family, { rules, routes }]) => {
    const others = rules.filter((one) => !isOurRule(one, wanted) && !isOurRule(one, former))
    return [
      ...(others.some((one) => Number(one.fwmark ?? 'NaN') === wanted.mark || masks(one, wanted.mark))
        ? [
            `A rule of ${words[family]} looks for the mark ${hexMark(wanted)} already: set network.mark to another number.`,
          ]
        : []),
      ...(others.some(({ table }) => table === String(wanted.table)) || routes.some((one) => !isOurRoute(one))
        ? [
            `Table ${wanted.table} of ${words[family]} is in use already: set network.table to another number.`,
          ]
        : []),
      ...(others.some(({ priority }) => priority === wanted.priority)
        ? [
            `A rule of ${words[family]} has priority ${wanted.priority} already: set network.priority to another number.`,
          ]
        : []),
    ]
  })
  return [...new Set(texts)]
}

const words: Readonly<Record<Family, string>> = { ipv4: 'IPv4', ipv6: 'IPv6' }

/** A rule that comes earlier and would take packets with our mark for its own. */
function masks(one: z.output<typeof rule>, mark: number): boolean {
  if (one.fwmark === undefined || one.fwmask === undefined) return false
  const mask = BigInt(one.fwmask)
  return (BigInt(mark) & mask) === (BigInt(one.fwmark) & mask)
}

function isOurRule(one: z.output<typeof rule>, { mark, table, priority }: Routing): boolean {
  const isWhole = one.fwmask === undefined || Number(one.fwmask) === 0xffff_ffff
  return (
    one.priority === priority &&
    Number(one.fwmark ?? 'NaN') === mark &&
    one.table === String(table) &&
    isWhole
  )
}

function isOurRoute({ type, dst, dev }: z.output<typeof route>): boolean {
  // RTN_LOCAL is 2 (rtnetlink(7)): `ip -N` says so in numbers.
  return (type === 'local' || type === '2') && dst === 'default' && dev === 'lo'
}

function ruleWords({ mark, table, priority }: Routing): string[] {
  return ['fwmark', hexMark({ mark }), 'lookup', String(table), 'priority', String(priority)]
}

function routeWords({ table }: Routing): string[] {
  return ['local', 'default', 'dev', 'lo', 'table', String(table)]
}

type Present = NonNullable<FoundRouting[Family]>

function present(found: FoundRouting): [Family, Present][] {
  return families.flatMap((family) => {
    const one = found[family]
    return one === null ? [] : [[family, one] satisfies [Family, Present]]
  })
}
