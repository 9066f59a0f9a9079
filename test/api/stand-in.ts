/** Plays the gateway's rooms for tests of the API: a journal in memory, authorities on paper, counters that count. */

import { randomBytes } from 'node:crypto'
import { Sessions } from '../../gateway/accounts/sessions.ts'
import type { AuthorityStatus, JournalTotals, Services } from '../../gateway/api/services.ts'
import { type ExchangeRecord, type VerdictAction, verdictActions } from '../../gateway/core/journal.ts'
import type { EntityType } from '../../gateway/core/pii/entity.ts'
import type { Proposal } from '../../gateway/core/proposal/proposal.ts'
import type { ReviewView } from '../../gateway/core/review/view.ts'
import { createHealthBoard } from '../../gateway/ops/health.ts'
import { silentLog } from '../../gateway/ops/log.ts'
import { createMetrics } from '../../gateway/ops/metrics.ts'
import { standInPolicy } from './stand-in-policy.ts'
import { accountsOf, standInWays } from './stand-in-ways.ts'

/** 2026-11-22 14:03:07 UTC. */
export const standInNow = Date.UTC(2026, 10, 22, 14, 3, 7)

export interface StandIn {
  services: Services
  /** Adds a record and tells subscribers. */
  record(record: ExchangeRecord): void
  /** What was asked for over the API, in order: `rotate office at-once`, `reload`. */
  readonly asked: readonly string[]
  readonly subscribers: number
}

export function standIn(records: ExchangeRecord[] = [], proposals: readonly Proposal[] = []): StandIn {
  const newestFirst = [...records].sort((a, b) => (a.id < b.id ? 1 : -1))
  const listeners = new Set<(record: ExchangeRecord) => void>()
  const asked: string[] = []
  const health = createHealthBoard({ now: () => standInNow - 3_600_000, log: silentLog })
  const metrics = createMetrics({ version: '0.1.0', startedAt: standInNow, health })
  const clock = { now: Date.now, monotonic: () => performance.now() }
  const services: Services = {
    ...standInWays,
    policy: standInPolicy(standInNow),
    accounts: accountsOf(new Sessions({ clock, random: randomBytes })),
    proposals: {
      ...standInWays.proposals,
      list: (state) => proposals.filter((one) => state === null || one.state === state),
    },
    journal: {
      async list(query) {
        const matching = newestFirst.filter(
          (record) =>
            (query.before === undefined || record.id < query.before) &&
            (query.action === undefined || record.action === query.action) &&
            (query.destination === undefined || record.destination === query.destination) &&
            (query.client === undefined || record.client === query.client),
        )
        const page = matching.slice(0, query.limit)
        return { records: page, next: matching.length > page.length ? (page.at(-1)?.id ?? null) : null }
      },
      get: async (id) => newestFirst.find((record) => record.id === id) ?? null,
      totals: async (since) => totalsOf(newestFirst, since),
      subscribe(listener) {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
    },
    reviews: {
      ...standInWays.reviews,
      async unasked(id) {
        const record = newestFirst.find((each) => each.id === id)
        return record?.action === 'refuse' ? unaskedOf(record) : null
      },
    },
    authorities: {
      status: async () => standInAuthorities,
      bundle: async () => '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n',
      certificate: async (kind) => Buffer.from(`der of ${kind}`),
      async rotate(kind, when) {
        asked.push(`rotate ${kind} ${when}`)
        return standInAuthorities.find((authority) => authority.kind === kind) as AuthorityStatus
      },
    },
    health,
    metrics,
    doctor: async () => [
      { id: 'clock', title: 'Clock', state: 'warn', found: 'Odd.', meaning: 'Perhaps.', todo: 'Look.' },
    ],
    status: () => ({
      version: '0.1.0',
      startedAt: standInNow - 86_400_000,
      mode: 'enforce',
      policyVersion: '7c1d20',
      officeName: 'Dr. Okafor & Partners',
      officeHost: 'gatehouse.home.arpa',
      contact: 'Sam (ext. 12)',
      timeZone: 'UTC',
      addresses: {
        proxy: ['192.168.1.2:8080'],
        pac: 'http://192.168.1.2:8080/proxy.pac',
        ui: ['https://gatehouse.home.arpa:8443'],
        control: '/var/lib/gatehouse/run/control.sock',
      },
      workers: 1,
      workerProcesses: [
        {
          ...{ worker: 'worker-1', processId: 4712, state: 'serving', connections: 12 },
          ...{ heldBytes: 0, residentBytes: 90_000_000, bufferedRecords: 0, isCurrent: true, replaced: 0 },
        },
      ],
      processId: 4711,
    }),
    async reload() {
      asked.push('reload')
      return { ok: true, changed: ['limits.holdBytes'], needsRestart: [] }
    },
  }
  return {
    services,
    asked,
    record(record) {
      newestFirst.unshift(record)
      for (const listener of listeners) listener(record)
    },
    get subscribers() {
      return listeners.size
    },
  }
}

export const standInAuthorities: readonly AuthorityStatus[] = [
  {
    kind: 'interception',
    state: 'ready',
    subject: 'CN=Gatehouse interception',
    fingerprint: Array.from({ length: 32 }, (_, at) =>
      (17 + at * 7).toString(16).padStart(2, '0').slice(-2).toUpperCase(),
    ).join(':'),
    notBefore: standInNow - 86_400_000,
    notAfter: standInNow + 700 * 86_400_000,
    excluded: [],
    successor: null,
  },
  {
    kind: 'office',
    state: 'ready',
    subject: 'CN=Gatehouse office',
    fingerprint: Array.from({ length: 32 }, (_, at) =>
      (201 - at * 5).toString(16).padStart(2, '0').slice(-2).toUpperCase(),
    ).join(':'),
    notBefore: standInNow - 86_400_000,
    notAfter: standInNow + 3000 * 86_400_000,
    excluded: [],
    successor: null,
  },
]

/** As if its rule named nothing that no answer opens. */
function unaskedOf(record: ExchangeRecord): ReviewView {
  const { id, at, client, destination, port, reason } = record
  return {
    ...{ id, kind: 'request', at, client, destination, port, reason, isList: false, found: [] },
    ...{ rule: record.ruleId ?? '', method: record.method ?? '', path: record.pathTemplate ?? '' },
    ...{ askedAt: at, isAsked: false, possible: ['once', '15m', 'always', 'cleaned', 'no'], answered: null },
  }
}

/** A record that differs from a harmless one in what is given. */
export function exchange(change: Partial<ExchangeRecord> & { n?: number } = {}): ExchangeRecord {
  const { n = 1, ...rest } = change
  const at = rest.at ?? standInNow - n * 1000
  return {
    id: `${at.toString(16).padStart(12, '0')}-${n.toString(16).padStart(12, '0')}`,
    at,
    durationMs: 84,
    client: '192.168.1.31',
    scheme: 'https',
    destination: 'api.example.com',
    port: 443,
    address: '93.184.216.34',
    method: 'POST',
    pathTemplate: '/v1/orders/{…}',
    status: 200,
    requestBytes: 2048,
    forwardedBytes: 2048,
    responseBytes: 512,
    action: 'pass',
    reason: 'nothing-found',
    ruleId: 'default',
    observed: false,
    notes: [],
    findings: [],
    findingCounts: {},
    ...rest,
  }
}

function totalsOf(records: readonly ExchangeRecord[], since: number): JournalTotals {
  const byAction = Object.fromEntries(verdictActions.map((action) => [action, 0])) as Record<
    VerdictAction,
    number
  >
  const entities: Partial<Record<EntityType, number>> = {}
  const counted = records.filter((record) => record.at >= since)
  for (const record of counted) {
    byAction[record.action] += 1
    for (const [type, count] of Object.entries(record.findingCounts) as [EntityType, number][]) {
      entities[type] = (entities[type] ?? 0) + count
    }
  }
  return {
    since,
    exchanges: counted.length,
    byAction,
    withFindings: counted.filter((record) => Object.keys(record.findingCounts).length > 0).length,
    entities,
    dropped: 0,
    gaps: [],
  }
}
