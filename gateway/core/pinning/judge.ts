/** Tells a program that trusts only its own maker's certificates from a machine that has not installed the office's root. */
import { hourMs, minuteMs } from '../units.ts'

/** What was seen of one host of one client, since `firstAt`. */
export interface HostSigns {
  refused: number
  left: number
  /** Of these, those that came after the client, refused here before, had used something that we looked into. */
  afterUse: { refused: number; left: number }
  /** The client uses this very host, too: another program on it takes the certificate. */
  usedToo: boolean
  firstAt: number
  lastAt: number
  countedAt: number | null
  toldAt: number
}

export const tunnelReasons = ['pinned', 'own-list', 'only-this'] as const
/**
 * `pinned`: other connections of the client work. `own-list`: others to this very host do. `only-this`: the client speaks to
 * nobody else, so it may as well lack the root.
 */
export type TunnelReason = (typeof tunnelReasons)[number]

export interface Reading {
  why: TunnelReason
  refused: number
  left: number
  firstAt: number
  lastAt: number
}

export type JudgedSigns = ({ kind: 'tunnel' } & Reading) | ({ kind: 'install-root' } & Omit<Reading, 'why'>)

export interface ClientSituation {
  /** Every host that the client refuses. */
  refused: ReadonlyMap<string, HostSigns>
  /** When it last used a connection that we looked into; null for never. */
  usedAt: number | null
  now: number
}

export function newHostSigns(at: number): HostSigns {
  const none = { refused: 0, left: 0 }
  return {
    ...none,
    ...{ afterUse: { ...none }, usedToo: false },
    ...{ firstAt: at, lastAt: at, countedAt: null, toldAt: Number.NEGATIVE_INFINITY },
  }
}

/** Null where it is too early to say anything. */
export function judgeSigns(signs: HostSigns, client: ClientSituation): JudgedSigns | null {
  const { refused, left, firstAt, lastAt } = signs
  const counts = { refused, left, firstAt, lastAt }
  if (isPinned(signs)) return { kind: 'tunnel', why: signs.usedToo ? 'own-list' : 'pinned', ...counts }
  if (client.usedAt !== null && client.usedAt > firstAt) return null
  const lacking = lacksRoot(client)
  if (lacking !== null) return { kind: 'install-root', ...lacking }
  const isLong = refused + left >= aloneTimes && lastAt - firstAt >= aloneMs
  return isLong ? { kind: 'tunnel', why: 'only-this', ...counts } : null
}

/**
 * Refused before and after something else worked: a root that is being installed, or was withdrawn, gives only one of the
 * two. Leaving without a word has to be seen more often than a refusal, as healthy programs do it as well.
 */
function isPinned({ refused, left, afterUse }: HostSigns): boolean {
  if (refused >= 3 && afterUse.refused >= 2) return true
  return refused + left >= 5 && afterUse.refused + afterUse.left >= 3
}

/** Sites of unlike names, since one program may ask a dozen hosts of one maker. */
const rootlessSites = 3
const rootlessTimes = 6
/** Who worked a moment ago has the root: it takes more than programs that start together. */
const rootlessAfterUseMs = 10 * minuteMs
const aloneTimes = 10
const aloneMs = hourMs

function lacksRoot({ refused, usedAt, now }: ClientSituation): Omit<Reading, 'why'> | null {
  if (usedAt !== null && now - usedAt < rootlessAfterUseMs) return null
  const since = [...refused].filter(
    ([, signs]) => (usedAt === null || signs.lastAt > usedAt) && signs.refused * 2 + signs.left >= 2,
  )
  const sum = { refused: 0, left: 0, firstAt: Number.POSITIVE_INFINITY, lastAt: 0 }
  for (const [, { refused: count, left, firstAt, lastAt }] of since) {
    sum.refused += count
    sum.left += left
    sum.firstAt = Math.min(sum.firstAt, firstAt)
    sum.lastAt = Math.max(sum.lastAt, lastAt)
  }
  const sites = new Set(since.map(([host]) => siteOf(host)))
  return sites.size >= rootlessSites && sum.refused + sum.left >= rootlessTimes ? sum : null
}

/** `example.com` of `api.eu.example.com`, and three labels where the second is a short one (`co.uk`); addresses as they are. */
function siteOf(host: string): string {
  const labels = host.split('.')
  if (host.includes(':') || labels.every((label) => /^\d+$/.test(label))) return host
  const isShort = labels.length > 2 && (labels.at(-2) ?? '').length <= 3
  return labels.slice(isShort ? -3 : -2).join('.')
}
