/** Opens originals with what they need of the gateway: settings, policy, the ways out, and the journal. */
import { randomBytes } from 'node:crypto'
import type { Config } from '../../config/schema.ts'
import type { RecordedExchange } from '../core/journal.ts'
import type { OriginalContent } from '../core/original/content.ts'
import { type OriginalTerms, resendNote } from '../core/original/original.ts'
import type { ResendOutcome } from '../core/original/view.ts'
import type { Ledger } from '../core/ports.ts'
import { timedId } from '../core/timed-id.ts'
import { secondMs } from '../core/units.ts'
import type { DemoProxySettings } from '../demo/settings.ts'
import { type Resent, resend } from '../egress/resend.ts'
import { createOriginalKeys } from '../keyring/original-keys.ts'
import type { Log } from '../ops/log.ts'
import { type Originals, openOriginals } from '../originals/originals.ts'
import type { OriginalSettings } from '../originals/room.ts'
import type { DurableDatabase } from '../store/ledger-database.ts'
import { createOriginalRegister, type KeptOriginal } from '../store/original-register.ts'
import { clock } from './clock.ts'
import { egressOptions } from './egress-options.ts'
import type { InForce } from './in-force.ts'
import type { Kept } from './kept.ts'
import type { Listening } from './listening.ts'

export interface OfficeOriginalsParts {
  kept: Kept
  inForce: InForce
  listening: Listening
  database: DurableDatabase
  ledger: Ledger
  log: Log
  /** What try mode adds; null outside of it. */
  demo: DemoProxySettings | null
}

/** Whoever asked waits for it, and the command gives up after thirty. */
const longestMs = 25 * secondMs

export function openOfficeOriginals(parts: OfficeOriginalsParts): Promise<Originals> {
  const { kept, inForce, database, ledger, log } = parts
  return openOriginals({
    ...{ ledger, log, clock, health: kept.health, random: randomBytes },
    directory: kept.paths.originals,
    register: createOriginalRegister(database),
    keys: createOriginalKeys(kept.keyring),
    settings: () => settingsIn(inForce.config),
    barred: () => inForce.policy.current().neverAllowed,
    send: (original, content) => sendAgain(parts, original, content),
  })
}

/** Null where nothing is kept. The schema sees to it that somebody is named. */
export function originalTerms({ originals, vault }: Config): OriginalTerms | null {
  const recipient = originals.recipient ?? vault.recipient
  if (!originals.enabled || recipient === null) return null
  return { recipient, maxBodyBytes: originals.maxBodyBytes }
}

function settingsIn(config: Config): OriginalSettings {
  const { hours, maxTotalBytes } = config.originals
  return { terms: originalTerms(config), hours, maxTotalBytes, minFreeBytes: config.ingest.minFreeBytes }
}

async function sendAgain(
  { kept, inForce, listening, demo, log }: OfficeOriginalsParts,
  original: KeptOriginal,
  content: OriginalContent,
): Promise<ResendOutcome> {
  const at = clock.now()
  const startedMs = clock.monotonic()
  const exchange = timedId(at, randomBytes)
  const resent = await sendNow({ inForce, listening, demo }, content).catch((error: unknown): Resent => {
    log.event('exchange.failed', { step: 'resend' }, error)
    return { status: null, reason: 'internal', address: null, forwardedBytes: 0 }
  })
  const durationMs = Math.round(clock.monotonic() - startedMs)
  kept.history.sink.record(recordOf(original, resent, { id: exchange, at, durationMs }))
  return { exchange, status: resent.status, reason: resent.reason }
}

/** By the settings of now: a way or a trust that was taken back since counts no more. */
async function sendNow(
  { inForce, listening, demo }: Pick<OfficeOriginalsParts, 'inForce' | 'listening' | 'demo'>,
  content: OriginalContent,
): Promise<Resent> {
  const options = egressOptions({ config: inForce.config, demo, listening })
  const signal = AbortSignal.timeout(longestMs)
  return resend(content, { options, clock, ownPort: listening.proxy.port, signal })
}

function recordOf(
  { id: original, client, scheme, destination, port, method, path, bytes }: KeptOriginal,
  { status, reason, address, forwardedBytes }: Resent,
  about: Pick<RecordedExchange, 'id' | 'at' | 'durationMs'>,
): RecordedExchange {
  return {
    ...about,
    ...{ client, scheme, destination, port, address, method, pathTemplate: path, status },
    ...{ requestBytes: bytes, forwardedBytes, responseBytes: 0 },
    ...{ action: status === null ? 'fail' : 'pass', reason, ruleId: null, observed: false },
    notes: [resendNote(original)],
    findings: [],
    findingCounts: {},
  }
}
