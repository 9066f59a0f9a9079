/** Shows on the first screen which way out does not work through a fault of its own, as exchanges fail and succeed on it. */
import type { Config } from '../../config/schema.ts'
import { formatHost } from '../core/http/authority.ts'
import type { ExchangeRecord, VerdictReason } from '../core/journal.ts'
import type { HealthBoard, HealthWarning } from '../core/ports.ts'
import { nameMatches } from '../egress/upstream-trust.ts'

type Entry = Config['proxy']['upstreams'][number]

interface Trouble {
  code: string
  reason: VerdictReason
  /** What of an entry is at fault; null where it has none of it. */
  nameOf(entry: Entry): string | null
  warn(names: string): Omit<HealthWarning, 'since' | 'code'>
}

function parentOf({ parent }: Entry): string | null {
  return parent === null ? null : `${formatHost(parent.host)}:${parent.port}`
}

const troubles: readonly Trouble[] = [
  {
    code: 'PARENT_LOGIN_REFUSED',
    reason: 'upstream-login-refused',
    nameOf: parentOf,
    warn: (names) => ({
      title: `The proxy on the way out does not accept our login, so nothing leaves through it: ${names}.`,
      hint: 'Correct user and passwordFile of this parent in proxy.upstreams (`gatehouse config check` names the lines of files that cannot be used), then reload.',
      severity: 'act-now',
    }),
  },
  {
    code: 'PARENT_FAILED',
    reason: 'upstream-proxy-failed',
    nameOf: parentOf,
    warn: (names) => ({
      title: `The proxy on the way out does not answer as one, so nothing gets through it: ${names}.`,
      hint: 'Look whether it runs and can be reached from here; if it has moved, correct its host and port in proxy.upstreams, then reload.',
      severity: 'act-now',
    }),
  },
  {
    code: 'OWN_ADDRESS_MISSING',
    reason: 'upstream-own-address',
    nameOf: ({ from }) => from,
    warn: (names) => ({
      title: `This box lacks an address that connections are to leave from, so they do not: ${names}.`,
      hint: 'Compare `from` in proxy.upstreams with `ip address`; correct it and reload, or bring its network up.',
      severity: 'act-now',
    }),
  },
]

/** Told of each exchange. Each change is one line of the log, by the board. */
export function watchWaysOut(
  upstreams: () => readonly Entry[],
  health: Pick<HealthBoard, 'raise' | 'clear'>,
): (record: ExchangeRecord) => void {
  const watched = troubles.map((trouble) => ({ ...trouble, failing: new Set<string>() }))
  return (record) => {
    for (const { code, reason, nameOf, warn, failing } of watched) {
      if (record.reason !== reason && failing.size === 0) continue
      const before = [...failing].join(', ')
      const entries = upstreams()
      const entry = entries.find(({ destinations }) =>
        destinations.some((name) => nameMatches(name, record.destination)),
      )
      const name = entry === undefined ? null : nameOf(entry)
      if (name !== null && record.reason === reason) failing.add(name)
      else if (name !== null && wasReached(record)) failing.delete(name)
      // A reload may have taken it away.
      const known = new Set(entries.map(nameOf))
      for (const one of failing) if (!known.has(one)) failing.delete(one)
      const names = [...failing].join(', ')
      if (names === before) continue
      if (names === '') health.clear(code)
      else health.raise({ code, ...warn(names) })
    }
  }
}

/** What stands on the first screen of ways out. */
export function waysOutWarnings(health: Pick<HealthBoard, 'warnings'>): HealthWarning[] {
  const codes = new Set(troubles.map(({ code }) => code))
  return health.warnings().filter(({ code }) => codes.has(code))
}

function wasReached({ action, status, address }: ExchangeRecord): boolean {
  return (
    (action === 'pass' || action === 'transform' || action === 'tunnel') &&
    status !== null &&
    address !== null
  )
}
