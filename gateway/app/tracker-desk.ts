/** Says what is done against trackers, what it came to, and what becomes of one host: what API, page and command call alike. */
import type { TrackerAnswer, TrackerDesk, TrackerQuestion, TrackerStatus } from '../api/services/trackers.ts'
import { countedClient } from '../core/client/joined-standing.ts'
import type { ClientStandings } from '../core/client/standing.ts'
import { GatewayError } from '../core/errors.ts'
import { normalizeHost } from '../core/http/authority.ts'
import type { ExchangeRecord } from '../core/journal.ts'
import { writtenClient } from '../core/login/client-name.ts'
import { trackersOf } from '../core/policy/compile.ts'
import { decideConnection } from '../core/policy/decide.ts'
import { trackingOf } from '../core/trackers/compile.ts'
import { removedParameters } from '../core/trackers/notes.ts'
import type { PolicyInForce } from './policy-source.ts'

export interface TrackerDeskParts {
  policy(): Pick<PolicyInForce, 'compiled' | 'made' | 'trackers'>
  counts: TrackerCounts | null
  /** What machines count as; null where nobody runs who knows. */
  clients: Pick<ClientStandings, 'standingOf'> | null
  now(): number
}

/** The port that rules are asked with, as nearly all trackers are reached there. */
const httpsPort = 443

export function createTrackerDesk({ policy, counts, clients, now }: TrackerDeskParts): TrackerDesk {
  return {
    status: () => statusOf(policy(), counts),
    test: (question) => answer(policy(), question, { clients, at: now() }),
  }
}

/** Counted by what the journal is told, so that it holds for all workers. */
export class TrackerCounts {
  readonly since: number
  readonly byList = new Map<string, number>()
  removedParameters = 0

  constructor(since: number) {
    this.since = since
  }

  add({ reason, ruleId, notes }: Pick<ExchangeRecord, 'reason' | 'ruleId' | 'notes'>): void {
    if (reason === 'tracker-list' && ruleId !== null)
      this.byList.set(ruleId, (this.byList.get(ruleId) ?? 0) + 1)
    this.removedParameters += removedParameters(notes)
  }
}

function statusOf(
  { compiled, made, trackers }: ReturnType<TrackerDeskParts['policy']>,
  counts: TrackerCounts | null,
): TrackerStatus {
  const settings = made.context.trackers?.settings
  const lists = trackers.lists.map(({ version: _, ...list }) => ({
    ...list,
    refused: counts?.byList.get(`list:${list.name}`) ?? 0,
  }))
  return {
    state: settings === undefined ? 'off' : compiled.mode === 'observe' ? 'observe' : 'on',
    groups: settings === undefined ? [] : [...settings.groups, { name: null, choice: settings.others }],
    lists,
    leftOut: trackers.refused.map(({ why }) => why.hint ?? why.message),
    parameters: settings?.parameters.names.length ?? 0,
    except: settings?.except ?? [],
    since: counts?.since ?? null,
    refused: lists.reduce((all, { refused }) => all + refused, 0),
    removedParameters: counts?.removedParameters ?? 0,
  }
}

function answer(
  { compiled, made }: ReturnType<TrackerDeskParts['policy']>,
  question: TrackerQuestion,
  { clients, at }: Pick<TrackerDeskParts, 'clients'> & { at: number },
): TrackerAnswer {
  const host = normalizeHost(question.host)
  if (host === null)
    throw wrong('This is no host.', 'Name one as in a URL, without path and port: ads.example.com')
  const written = question.client === null ? null : writtenClient(question.client)
  if (question.client !== null && written === null)
    throw wrong('This is no client.', 'Name an address such as 192.168.1.20, user:anna, or device:till-1.')
  const client = written === null || clients === null ? written : countedClient(written, clients).client
  const trackers = trackersOf(made.context)
  const there = trackers?.at(host) ?? null
  const settings = made.context.trackers?.settings
  const groups = settings === undefined ? [] : [...settings.groups, { name: null, choice: settings.others }]
  const isRefusing = compiled.trackers !== null && there !== null && there.refusal !== null
  return {
    host,
    listed: there?.listed ?? null,
    isExcepted: there?.isExcepted ?? false,
    isAllowed: there?.isAllowed ?? false,
    refusedFor: isRefusing ? groups.flatMap(({ name, choice }) => (choice.block ? [name] : [])) : [],
    client: client === null ? null : clientAnswer({ compiled, made }, { client, host, at }),
  }
}

function clientAnswer(
  { compiled, made }: Pick<PolicyInForce, 'compiled' | 'made'>,
  { client, host, at }: { client: string; host: string; at: number },
): TrackerAnswer['client'] {
  const { action, ruleId } = decideConnection(compiled, { client, host, port: httpsPort, at })
  const tracking = action === 'intercept' ? trackingOf(compiled, client, host) : null
  return {
    group: trackersOf(made.context)?.groupOf(client).name ?? null,
    action,
    ruleId,
    gpc: tracking?.gpc ?? false,
    parameters: tracking !== null && tracking.clean !== null,
  }
}

function wrong(problem: string, hint: string): GatewayError {
  return new GatewayError('USAGE', { problem }, { hint })
}
