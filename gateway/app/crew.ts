/** Plays for the workers what egress asks of the gateway: journal, leaves, tokens, keys of the month, policy and pages. */
import { randomBytes } from 'node:crypto'
import type { HmacPurpose } from '../core/ports.ts'
import { monthOf, periodBounds } from '../core/retention/period.ts'
import type { Secret } from '../core/secret.ts'
import { hourMs } from '../core/units.ts'
import type { EgressOptions } from '../egress/options.ts'
import { monthlyScope } from '../keyring/monthly-keys.ts'
import { createWorkerLeaves } from '../pki/worker-leaves.ts'
import type { CrewPorts, CrewSettings } from '../workers/ports.ts'
import { clock } from './clock.ts'
import type { Kept } from './kept.ts'
import { ownPageFacts } from './own-pages.ts'
import type { ProxyParts } from './proxy.ts'

/** A month's keys are handed out so long before it begins. */
const aheadMs = hourMs

export function crewSettings(
  options: EgressOptions,
  { kept, inForce, transparentSockets }: ProxyParts,
): CrewSettings {
  const { proxy, interception, journal } = inForce.config
  return {
    options,
    workers: proxy.workers,
    startedBy: proxy.workersStartedBy,
    user: proxy.workerUser,
    folder: kept.paths.workers,
    leafCache: interception.leafCache,
    controlWaitMs: proxy.controlWaitMs,
    flushMs: journal.flushMs,
    maxRecords: Math.ceil(journal.maxBuffered / proxy.workers),
    transparentSockets,
  }
}

export function crewPorts(parts: ProxyParts): CrewPorts {
  const { kept, inForce, certificate, listening, tokens, users, clients, devices, log } = parts
  const { authorities, health, history, metrics } = kept
  return {
    journal: {
      record: (record) => history.sink.record(record),
      missing: (records) => history.handed.missing(records),
      durable: () => history.handed.durable(),
    },
    leaves: createWorkerLeaves({
      authority: authorities.interception,
      clock,
      random: randomBytes,
      leafDays: inForce.config.interception.leafDays,
      onIssue: () => metrics.leafIssued(),
    }),
    tokens: tokens.store,
    logins: users,
    reviews: parts.reviews,
    originalsOf: (worker) => parts.originals.keeperFor(worker),
    clients: {
      standings: () => (inForce.config.clients.watch ? clients.standings() : null),
      lookFor: (address) => clients.lookFor(address),
    },
    devices: () => devices.inForce(),
    months: monthsOf(kept, inForce.config.journal.blindIndex),
    certificate() {
      try {
        return certificate.forDevices()
      } catch {
        // The authority has ended, which is shown where it is looked after (upkeep.ts).
        return null
      }
    },
    pages: () => ownPageFacts({ inForce, authorities, listening, now: clock.now }),
    policy: () => inForce.policy.made,
    clock,
    random: randomBytes,
    health,
    log,
    watch: { lost: () => metrics.workerLost() },
  }
}

function monthsOf({ keyring, health }: Kept, isMarking: boolean): CrewPorts['months'] {
  function keyOf(purpose: HmacPurpose, period: string): Secret | null {
    const pause = pauses[purpose]
    try {
      const key = keyring.hmacKey(purpose, monthlyScope, period)
      health.clear(pause.code)
      return key
    } catch {
      health.raise(pause)
      return null
    }
  }
  return {
    generation: () => keyring.generation,
    names() {
      const now = clock.now()
      const month = monthOf(now)
      const until = periodBounds(month)?.until ?? now
      return until - now > aheadMs ? [month] : [month, monthOf(until)]
    },
    keysOf: (period) => ({
      period,
      blindIndex: isMarking ? keyOf('blind-index', period) : null,
      token: keyOf('token', period),
    }),
  }
}

const hint =
  'The keyring cannot be written: make room on the disk and see that the keys folder can be written.'

/** As where all runs in one process (keyring/blind-index.ts, keyring/token-keys.ts). */
const pauses = {
  'blind-index': {
    code: 'BLIND_INDEX_PAUSED',
    title: 'Repeated values are not marked in the journal for now.',
    severity: 'note',
    hint,
  },
  token: {
    code: 'TOKENS_PAUSED',
    title:
      'No tokens can be made for now: what would leave with one is stopped, or masked where its rule says so.',
    severity: 'act-by',
    hint,
  },
} as const
