/** Says which routing rules of other programs stand in the way of ours, and what to set instead. */
import { hexMark } from './group-rules.ts'
import { guestMark, type NetworkSettings, type Routing } from './model.ts'
import { type Family, familyName, spanOf } from './ranges.ts'
import { type FoundRouting, type FoundRule, isOurRoute, isOurRule, present, ruleCount } from './routing.ts'

interface Former {
  /** What is ours now, and goes once the new is in force. */
  former?: Routing | undefined
}

/** What another program has where ours would go: sentences, each with what to set instead. None: nothing in the way. */
export function routingCollisions(
  wanted: Routing,
  found: FoundRouting,
  { former = wanted }: Former = {},
): string[] {
  const marks = [wanted.mark, guestMark(wanted.mark)]
  const texts = present(found).flatMap(([family, { rules, routes }]) => {
    const others = othersOf(rules, family, [wanted, former])
    const name = familyName(family)
    const taken = others.find(({ priority }) => isAmong(wanted, priority))?.priority
    return [
      ...(others.some((one) => one.fwmark !== undefined && marks.some((mark) => fits(one, mark)))
        ? [
            `A rule of ${name} looks for the mark ${hexMark(wanted)} already: set network.mark to another number.`,
          ]
        : []),
      ...(others.some(({ table }) => table === String(wanted.table)) || routes.some((one) => !isOurRoute(one))
        ? [`Table ${wanted.table} of ${name} is in use already: set network.table to another number.`]
        : []),
      ...(taken === undefined
        ? []
        : [
            `A rule of ${name} has priority ${taken} already, and ours need ${wanted.priority} to ${wanted.priority + ruleCount - 1}: set network.priority to another number.`,
          ]),
    ]
  })
  return [...new Set(texts)]
}

/** A rule of somebody else that the kernel asks before ours, and that may lead away what is taken. */
export interface EarlierRule {
  family: Family
  priority: number
}

type Sources = Pick<NetworkSettings, 'routing' | 'interfaces' | 'groups' | 'others'>

export function earlierRules(
  settings: Sources,
  found: FoundRouting,
  { former = settings.routing }: Former = {},
): EarlierRule[] {
  return present(found).flatMap(([family, { rules }]) =>
    othersOf(rules, family, [settings.routing, former])
      .filter((one) => mayCatch(one, settings, family))
      .map(({ priority = 0 }) => ({ family, priority }))
      .filter(({ priority }) => priority < settings.routing.priority),
  )
}

export function earlierRuleSays({ family, priority }: EarlierRule, ours: Routing): string {
  return `A rule of ${familyName(family)} with priority ${priority} comes before ours (${ours.priority}) and may lead web traffic past the listener: the kernel drops it then, and intercepted groups have no web.`
}

/** `earlier` holds at least one. */
export function earlierRulesTodo(earlier: readonly EarlierRule[]): string {
  const most = Math.min(...earlier.map(({ priority }) => priority)) - ruleCount
  return most < 1
    ? 'Give that rule a larger number; see it with: ip rule, ip -6 rule'
    : `Set network.priority to ${most} or less, then: gatehouse network up. What ours look for nobody else has.`
}

function othersOf(rules: readonly FoundRule[], family: Family, ours: readonly Routing[]): FoundRule[] {
  return rules.filter((one) => !ours.some((routing) => isOurRule(one, routing, family)))
}

function isAmong({ priority: first }: Routing, priority = -1): boolean {
  return priority >= first && priority < first + ruleCount
}

/** Whether it may match a packet of a client that is taken, or a guest's; what cannot be known counts as yes. */
function mayCatch(one: FoundRule, { routing, interfaces, groups, others }: Sources, family: Family): boolean {
  // The local table knows this box's own addresses alone.
  if (one.table === localTable || one.l3mdev !== undefined) return false
  if (one.not !== undefined) return true
  const marks = [routing.mark, guestMark(routing.mark)]
  if (one.fwmark !== undefined && !marks.some((mark) => fits(one, mark))) return false
  // Where a packet goes out is not known yet when the rules are asked.
  if (one.oif !== undefined) return false
  if (one.iif !== undefined && !interfaces.includes(one.iif)) return false
  if (one.src === undefined || one.src === 'all' || others.web !== 'tunnel') return true
  const source = spanOf(one.srclen === undefined ? one.src : `${one.src}/${one.srclen}`)
  const networks = groups.filter(({ web }) => web !== 'tunnel').flatMap((group) => group.networks)
  return networks
    .map(spanOf)
    .some((net) => net.family === family && net.first <= source.last && source.first <= net.last)
}

/** RT_TABLE_LOCAL (rtnetlink(7)). */
const localTable = '255'

function fits({ fwmark, fwmask }: FoundRule, mark: number): boolean {
  const mask = BigInt(fwmask ?? 0xffff_ffff)
  return (BigInt(mark) & mask) === (BigInt(fwmark ?? 0) & mask)
}
