/** `run`: measures, keeps what was measured, reports it, and stays enrolled, until it is stopped or turned away for good. */
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type ExitCode, errorCode, exitCodes } from './agent-error.ts'
import { type BackOff, createBackOff } from './back-off.ts'
import { type Identity, readIdentity } from './identity.ts'
import { lockFolder } from './lock.ts'
import { keepRenewed } from './renewal.ts'
import { holdSession, type SessionEnd } from './session.ts'
import { openSpool } from './spool/spool.ts'
import type { Spool } from './spool/spool-model.ts'

export interface RunOptions {
  folder: string
  /** What a sample measures; see `probe.ts`. */
  measure(): Promise<Record<string, number>>
  sampleMs: number
  maxSpoolBytes: number
  signal: AbortSignal
  /** A line for whoever reads the agent's log. */
  say(line: string): void
  version: string
  times?: Partial<RunTimes>
  /** Told how many readings wait to be stored, whenever that may have changed. */
  onWaiting?(readings: number): void
}

export interface RunTimes {
  /** Between tries while the gateway cannot be reached. */
  lost: { firstMs: number; mostMs: number }
  /** Between tries while it turns us away: nobody is helped by asking often. */
  refused: { firstMs: number; mostMs: number }
  /** Turned away for so long, the agent ends. A gateway whose store is being repaired knows nobody for a while, too. */
  giveUpMs: number
  syncMs: number
  patienceMs: number
  renewalLookMs: number
}

const usualTimes: RunTimes = {
  lost: { firstMs: 1000, mostMs: 60_000 },
  refused: { firstMs: 30_000, mostMs: 15 * 60_000 },
  giveUpMs: 24 * 60 * 60_000,
  syncMs: 60_000,
  patienceMs: 5 * 60_000,
  renewalLookMs: 60_000,
}

/** @throws AgentError where there is no usable identity, or another agent runs on this folder */
export async function run(options: RunOptions): Promise<ExitCode> {
  const times = { ...usualTimes, ...options.times }
  using _lock = lockFolder(options.folder)
  const agent: Agent = {
    ...options,
    times,
    identity: readIdentity(options.folder),
    spool: openSpool({
      folder: join(options.folder, 'spool'),
      maxBytes: options.maxSpoolBytes,
      bootId: readBootId(),
      random: randomBytes,
    }),
    more: new Set(),
    renewed: new AbortController(),
  }
  const ending = new AbortController()
  const signal = AbortSignal.any([options.signal, ending.signal])
  const beside = [sample(agent, signal), syncNowAndThen(agent, signal), stayEnrolled(agent, signal)]
  try {
    return await stayConnected(agent, signal)
  } finally {
    ending.abort()
    await Promise.all(beside)
    agent.spool[Symbol.dispose]()
  }
}

interface Agent extends Omit<RunOptions, 'times'> {
  times: RunTimes
  identity: Identity
  spool: Spool
  more: Set<() => void>
  /** Aborted when the identity has changed: the session begins anew with it. */
  renewed: AbortController
}

async function sample(
  { measure, spool, more, sampleMs, say, onWaiting }: Agent,
  signal: AbortSignal,
): Promise<void> {
  let isFull = false
  while (!signal.aborted) {
    const began = performance.now()
    const values = await measure()
    if (!signal.aborted && Object.keys(values).length > 0) {
      const isKept = spool.append({ at: Date.now(), values })
      if (isKept === isFull)
        say(isKept ? 'Readings are kept again.' : 'The disk takes no readings: they are lost, and counted.')
      isFull = !isKept
      for (const tell of more) tell()
      onWaiting?.(spool.waiting)
    }
    await pause(Math.max(0, sampleMs - (performance.now() - began)), signal)
  }
}

async function syncNowAndThen({ spool, times, say }: Agent, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await pause(times.syncMs, signal)
    try {
      spool.sync()
    } catch (error) {
      say(`The disk does not take what is kept (${errorCode(error) || 'failed'}).`)
    }
  }
}

function stayEnrolled(agent: Agent, signal: AbortSignal): Promise<void> {
  return keepRenewed({
    folder: agent.folder,
    current: () => agent.identity,
    lookMs: agent.times.renewalLookMs,
    signal,
    renewed(identity) {
      agent.identity = identity
      agent.say(`The certificate was renewed; it counts until ${new Date(identity.notAfter).toISOString()}.`)
      const { renewed } = agent
      agent.renewed = new AbortController()
      renewed.abort()
    },
    failed: (error) => agent.say(error instanceof Error ? error.message : 'The certificate was not renewed.'),
  })
}

/** Session after session. */
async function stayConnected(agent: Agent, signal: AbortSignal): Promise<ExitCode> {
  const { times, say } = agent
  const waits = { lost: createBackOff(times.lost), refused: createBackOff(times.refused) }
  const trouble = createTrouble(times.giveUpMs)
  while (!signal.aborted) {
    const end = await holdSession({
      ...agent,
      agent: agent.version,
      patienceMs: times.patienceMs,
      signal: AbortSignal.any([signal, agent.renewed.signal]),
      onMore(listener) {
        agent.more.add(listener)
        return () => agent.more.delete(listener)
      },
      onStored: () => agent.onWaiting?.(agent.spool.waiting),
      opened() {
        trouble.isOver()
        waits.lost.reset()
        waits.refused.reset()
        say(`Connected to ${agent.identity.broker.host} as ${agent.identity.device.name}.`)
      },
    })
    if (end.reason === 'stopped') continue
    const isRefused = trouble.count(end)
    const words = wordsFor(end, { isRefused, notAfter: agent.identity.notAfter })
    if (trouble.isNew(words)) say(words)
    if (isRefused && trouble.isHopeless()) {
      say('The gateway has turned this device away for too long: the agent ends.')
      return exitCodes.refused
    }
    await pauseUnlessRenewed(agent, waits[isRefused ? 'refused' : 'lost'], signal)
  }
  return exitCodes.ok
}

async function pauseUnlessRenewed(agent: Agent, wait: BackOff, signal: AbortSignal): Promise<void> {
  await pause(wait.next(), AbortSignal.any([signal, agent.renewed.signal]))
}

/** Tells being turned away from not getting through. */
function createTrouble(giveUpMs: number) {
  let refusedSince: number | null = null
  let unanswered = 0
  let said = ''
  return {
    /** A broker that does not know a certificate may close without a word; three times in a row is no accident. */
    count({ reason }: Exclude<SessionEnd, { reason: 'stopped' }>): boolean {
      unanswered = reason === 'unanswered' ? unanswered + 1 : 0
      const isRefused = reason === 'refused' || unanswered >= 3
      if (isRefused) refusedSince ??= performance.now()
      else if (reason !== 'unanswered') refusedSince = null
      return isRefused
    },
    isHopeless: () => refusedSince !== null && performance.now() - refusedSince >= giveUpMs,
    isNew(words: string): boolean {
      const isNew = words !== said
      said = words
      return isNew
    },
    isOver() {
      refusedSince = null
      unanswered = 0
      said = ''
    },
  }
}

function wordsFor(
  { reason, word }: Exclude<SessionEnd, { reason: 'stopped' }>,
  { isRefused, notAfter }: { isRefused: boolean; notAfter: number },
): string {
  if (isRefused && notAfter < Date.now())
    return "This device's certificate has ended: revoke it on the gateway, add it again, and enrol into an empty folder."
  if (isRefused)
    return 'The gateway turns this device away: most often it was revoked (see `gatehouse device list`). Readings are kept; it is asked again, ever more rarely.'
  if (reason === 'wrong-gateway')
    return `Whoever answers is not our gateway (${word}): nothing was told to it. Readings are kept.`
  return `No connection to the gateway (${word}). Readings are kept.`
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined)
}

/** Linux says which run of the machine this is (proc(5), `random/boot_id`); elsewhere each start counts as one. */
function readBootId(): string | null {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch {
    return null
  }
}
