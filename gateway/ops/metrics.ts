/** What Gatehouse counts about itself; labels come from closed sets, never from traffic. */
import { type ExchangeRecord, verdictActions } from '../core/journal.ts'
import { type EntityType, entityTypeNames, operators } from '../core/pii/entity.ts'
import { reasonSentences } from '../core/policy/reasons.ts'
import type { HealthBoard, Severity } from '../core/ports.ts'
import { removedParameters } from '../core/trackers/notes.ts'
import { createMetricsRegistry, type MetricsRegistry } from './prometheus.ts'

/** What rooms tell; each call is a few additions. */
export interface GatewayMetrics {
  /** One finished exchange: counts, bytes, duration, entities. */
  exchange(record: ExchangeRecord): void
  connectionOpened(): void
  connectionClosed(): void
  /** Where to ask, from now on, about processes that carry traffic, and how many connections they have. */
  watchWorkers(
    read: () => readonly { connections: number; residentBytes: number; isServing: boolean }[],
  ): void
  workerLost(): void
  /** Where to ask, from now on, how the broker of devices is. */
  watchTelemetry(read: () => { sessions: number; counts: Readonly<Record<string, number>> }): void
  /** Where to ask, from now on, how many bytes of request bodies are held. */
  watchHeldBytes(read: () => number): void
  leafIssued(): void
  journalDropped(records: number): void
  /** Tokens that were made, restored or not known, and writes of them that failed; `group`: one of the catalogue, or `other`. */
  tokens(event: string, times: number, group: string): void
  apiRequest(status: number): void
  /** One file of a device was sealed and acknowledged. */
  fileSealed(bytes: number): void
  /** One was not taken, by the code of the error catalogue. */
  fileRefused(code: string): void
  text(): string
}

export interface MetricsOptions {
  version: string
  /** Milliseconds since 1970. */
  startedAt: number
  health: HealthBoard
  /** Days until each authority ends, asked when the text is made. */
  authorityDaysLeft?: () => Iterable<readonly ['interception' | 'office', number]>
}

/** Why a file of a device is refused; anything else is `OTHER`. */
const refusalCodes = [
  'OBJECT_NAME_INVALID',
  'OBJECT_TOO_LARGE',
  'OBJECT_INCOMPLETE',
  'INGEST_BUSY',
  'VAULT_FULL',
  'VAULT_UNWRITABLE',
] as const

const severities: readonly Severity[] = ['act-now', 'act-by', 'note']

/** Seconds; an exchange with an AI assistant takes tens of them, a form post some milliseconds. */
const durationBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300]

export function createMetrics(options: MetricsOptions): GatewayMetrics {
  const registry = createMetricsRegistry()
  const counters = {
    exchanges: registry.counter('gatehouse_exchanges_total', 'Exchanges by what was decided and why.', {
      action: verdictActions,
      reason: Object.keys(reasonSentences),
    }),
    entities: registry.counter(
      'gatehouse_entities_total',
      'Personal data found, by type and what was done.',
      {
        type: entityTypeNames,
        operator: [...operators, 'unlisted'],
      },
    ),
    bytes: registry.counter('gatehouse_body_bytes_total', 'Body bytes received, forwarded and answered.', {
      direction: ['request', 'forwarded', 'response'],
    }),
    durations: registry.histogram(
      'gatehouse_exchange_duration_seconds',
      'Time from the request head to the last byte of the answer.',
      durationBounds,
    ),
    parameters: registry.counter(
      'gatehouse_tracking_parameters_removed_total',
      'Tracking parameters taken out of URLs.',
    ),
    leaves: registry.counter('gatehouse_leaf_certificates_issued_total', 'Certificates issued for hosts.'),
    dropped: registry.counter('gatehouse_journal_dropped_total', 'Journal records that could not be kept.'),
    filesSealed: registry.counter('gatehouse_files_sealed_total', 'Files of devices that were sealed.'),
    fileBytes: registry.counter('gatehouse_file_bytes_sealed_total', 'Plaintext bytes of sealed files.'),
    filesRefused: registry.counter('gatehouse_files_refused_total', 'Files of devices that were not taken.', {
      code: [...refusalCodes, 'OTHER'],
    }),
    api: registry.counter('gatehouse_api_requests_total', 'Requests to page and API by class of status.', {
      status: ['1xx', '2xx', '3xx', '4xx', '5xx'],
    }),
  }
  let connections = 0
  const workers = addWorkers(registry)
  registry.gauge(
    'gatehouse_connections_open',
    'Connections of clients to the proxy.',
    () => connections + workers.connections(),
  )
  let heldBytes = () => 0
  registry.gauge(
    'gatehouse_held_body_bytes',
    'Bytes of request bodies held until they are decided and sent.',
    () => heldBytes(),
  )
  const telemetry = addTelemetry(registry)
  const tokens = addTokens(registry)
  addHealth(registry, options)
  addProcess(registry, options)
  return {
    exchange(record) {
      counters.exchanges.add(1, record.action, record.reason)
      counters.bytes.add(record.requestBytes, 'request')
      counters.bytes.add(record.forwardedBytes, 'forwarded')
      counters.bytes.add(record.responseBytes, 'response')
      counters.durations.observe(record.durationMs / 1000)
      counters.parameters.add(removedParameters(record.notes))
      countEntities(record, counters.entities.add)
    },
    connectionOpened: () => void connections++,
    connectionClosed: () => void connections--,
    watchWorkers: workers.watch,
    workerLost: workers.lost,
    watchTelemetry: telemetry.watch,
    watchHeldBytes(read) {
      heldBytes = read
    },
    leafIssued: () => counters.leaves.add(1),
    journalDropped: (records) => counters.dropped.add(records),
    fileSealed(bytes) {
      counters.filesSealed.add(1)
      counters.fileBytes.add(bytes)
    },
    fileRefused: (code) =>
      counters.filesRefused.add(1, refusalCodes.find((each) => each === code) ?? 'OTHER'),
    tokens,
    apiRequest: (status) => counters.api.add(1, `${Math.floor(status / 100)}xx`),
    text: () => registry.text(),
  }
}

function addWorkers(registry: MetricsRegistry) {
  let read: Parameters<GatewayMetrics['watchWorkers']>[0] = () => []
  const sum = (of: 'connections' | 'residentBytes') => read().reduce((all, one) => all + one[of], 0)
  registry.gauge(
    'gatehouse_workers',
    'Worker processes that accept traffic.',
    () => read().filter(({ isServing }) => isServing).length,
  )
  registry.gauge('gatehouse_workers_resident_memory_bytes', 'Memory of the worker processes together.', () =>
    sum('residentBytes'),
  )
  const losses = registry.counter('gatehouse_workers_lost_total', 'Worker processes that had to be replaced.')
  return {
    watch(asked: typeof read) {
      read = asked
    },
    lost: () => losses.add(1),
    connections: () => sum('connections'),
  }
}

function addTelemetry(registry: MetricsRegistry) {
  let read = (): { sessions: number; counts: Readonly<Record<string, number>> } => ({
    sessions: 0,
    counts: {},
  })
  registry.gauge('gatehouse_mqtt_sessions', 'Sessions of devices with the broker.', () => read().sessions)
  // Counted by the broker; only grows while the process lives.
  registry.gaugeBy('gatehouse_mqtt_events', 'What the broker took, refused and ended since the start.', {
    label: 'event',
    read: () => Object.entries(read().counts),
  })
  return {
    watch(asked: typeof read) {
      read = asked
    },
  }
}

/** Groups are named by the catalogue, which a reload may change: as many rows as the owner has groups. */
function addTokens(registry: MetricsRegistry): GatewayMetrics['tokens'] {
  const counts = new Map<string, Map<string, number>>()
  registry.totalBy(
    'gatehouse_tokens_total',
    'Tokens made, restored and unknown in answers, and failed writes of them, by destination group.',
    {
      labels: ['event', 'group'],
      read: () =>
        Array.from(counts, ([event, own]) =>
          Array.from(own, ([group, count]) => [[event, group], count] as const),
        ).flat(),
    },
  )
  return (event, times, group) => {
    const own = counts.get(event) ?? new Map<string, number>()
    counts.set(event, own.set(group, (own.get(group) ?? 0) + times))
  }
}

/** The journal lists at most 200 findings of an exchange but counts all: the rest is `unlisted`. */
function countEntities(record: ExchangeRecord, add: (amount: number, ...labels: string[]) => void): void {
  for (const finding of record.findings) add(1, finding.type, finding.operator)
  for (const type of Object.keys(record.findingCounts) as EntityType[]) {
    let rest = record.findingCounts[type] ?? 0
    for (const finding of record.findings) if (finding.type === type) rest--
    if (rest > 0) add(rest, type, 'unlisted')
  }
}

function addHealth(registry: MetricsRegistry, { health, authorityDaysLeft }: MetricsOptions): void {
  registry.gaugeBy('gatehouse_health_warnings', 'Standing health warnings by severity.', {
    label: 'severity',
    read: () => {
      const warnings = health.warnings()
      return severities.map((severity) => [
        severity,
        warnings.filter((warning) => warning.severity === severity).length,
      ])
    },
  })
  if (authorityDaysLeft) {
    registry.gaugeBy('gatehouse_authority_days_left', 'Days until a certificate authority ends.', {
      label: 'authority',
      read: authorityDaysLeft,
    })
  }
}

/** Names and units as prometheus.io/docs/instrumenting/writing_clientlibs/#process-metrics asks. */
function addProcess(registry: MetricsRegistry, { version, startedAt }: MetricsOptions): void {
  registry.gaugeBy('gatehouse_build_info', 'The version that runs; always 1.', {
    label: 'version',
    read: () => [[version, 1]],
  })
  registry.gauge('process_start_time_seconds', 'Start of the process since 1970.', () => startedAt / 1000)
  registry.total('process_cpu_seconds_total', 'User and system time of the control process.', () => {
    const { user, system } = process.cpuUsage()
    return (user + system) / 1e6
  })
  registry.gauge('process_resident_memory_bytes', 'Memory of the control process.', () =>
    process.memoryUsage.rss(),
  )
}
