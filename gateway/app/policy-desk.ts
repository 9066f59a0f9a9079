/** Plays the policy's part of the API: how it is, what a draft would do, what was published, and who may overwrite whom. */
import { randomBytes } from 'node:crypto'
import { readPolicyText } from '../../config/load-policy.ts'
import type { NamedVersion, PolicyDesk, PolicyOverview } from '../api/services/policy.ts'
import type { JournalReader } from '../api/services.ts'
import type { ClientStandings } from '../core/client/standing.ts'
import { type ErrorCode, GatewayError } from '../core/errors.ts'
import { accountInActor, type LedgerActor } from '../core/ledger/entry.ts'
import type { PolicyVersion } from '../core/policy/published.ts'
import type { Ledger } from '../core/ports.ts'
import { createAccountRegister } from '../store/account-register.ts'
import type { DurableDatabase } from '../store/ledger-database.ts'
import { createPolicyRegister } from '../store/policy-register.ts'
import { clock } from './clock.ts'
import { judgedContext } from './judged-context.ts'
import { policyOnDisk } from './policy-place.ts'
import { type PublishOptions, publishPolicy } from './policy-publish.ts'
import { rehearsalOrder } from './policy-question.ts'
import { replayPolicy } from './policy-replay.ts'
import { refuseOther } from './policy-state.ts'
import { startPolicyThread } from './policy-thread-client.ts'
import type { WaysOptions } from './ways.ts'

interface PolicyDeskOptions extends PublishOptions {
  journal: Pick<JournalReader, 'list' | 'totals'>
  clients: Pick<ClientStandings, 'standingOf'>
  /** Null where the account is gone. */
  nameOf(account: string): string | null
}

/** What a text is called in words about it that nobody has saved. */
const unsaved = 'draft'

type Around = Pick<WaysOptions, 'kept' | 'inForce' | 'stops' | 'reload'>

/** With a thread of its own, which ends with the gateway. */
export function openPolicyDesk(
  { kept, inForce, stops, reload }: Around,
  {
    database,
    ledger,
    clients,
  }: { database: DurableDatabase; ledger: Ledger } & Pick<PolicyDeskOptions, 'clients'>,
): PolicyDesk {
  const thread = startPolicyThread()
  stops.add('policy desk', async () => thread[Symbol.asyncDispose]())
  const accounts = createAccountRegister(database)
  return createPolicyDesk({
    ...{ inForce, ledger, clock, thread, reload, clients },
    register: createPolicyRegister(database),
    journal: kept.history.reader,
    nameOf: (account) => accounts.byId(account)?.name ?? null,
  })
}

function createPolicyDesk(options: PolicyDeskOptions): PolicyDesk {
  const { inForce, register, ledger, thread, journal } = options
  const named = (actor: LedgerActor | null) => {
    const account = actor === null ? null : accountInActor(actor)
    return account === null ? null : options.nameOf(account)
  }
  const withName = <Version extends PolicyVersion>(version: Version): Version & NamedVersion => ({
    ...version,
    actorName: named(version.actor),
  })
  const overviewOf = remembering(options)
  let isReplaying = false

  /** Throws POLICY_INVALID for a draft that would not be taken; null: what is in force. */
  async function sound(text: string | null) {
    const { source, context } = inForce.policy.made
    if (text === null) return { policy: source, context }
    const bytes = Buffer.from(text)
    const { ok } = await thread.ask({
      kind: 'examine',
      text: { file: unsaved, bytes, context: judgedContext(inForce) },
    })
    if (!ok) throw refusal('POLICY_INVALID', 'Correct what the check names, then try again.')
    return { policy: readPolicyText(unsaved, bytes).value, context }
  }

  return {
    async overview() {
      const draft = register.draft()
      return {
        ...(await overviewOf()),
        draft: draft === null ? null : { ...draft, savedByName: named(draft.savedBy) },
      }
    },
    check: (text) =>
      thread.ask({
        kind: 'examine',
        text: { file: unsaved, bytes: Buffer.from(text), context: judgedContext(inForce) },
      }),
    async test(question) {
      const order = rehearsalOrder(question, options)
      if (question.text !== null) await sound(question.text)
      return thread.ask(order)
    },
    async replay({ text, since, until, limit }, signal) {
      if (isReplaying) throw refusal('POLICY_UNJUDGED', 'Another replay is going on. Ask again in a moment.')
      isReplaying = true
      try {
        return await replayPolicy(journal, {
          ...(await sound(text)),
          holdBytes: inForce.config.proxy.limits.holdBytes,
          ...{ since, until, limit, client: null, destination: null, signal },
        })
      } finally {
        isReplaying = false
      }
    },
    history: (query) => register.versions(query).map(withName),
    version(id) {
      const found = register.find(id)
      return found === null ? null : withName(found)
    },
    async saveDraft({ text, base }, { actor, seen }) {
      const { version } = await policyOnDisk(inForce.config)
      const mark = randomBytes(8).toString('hex')
      register.writing(() => {
        refuseOther(seen, { version, mark: register.draft()?.mark ?? null })
        register.putDraft({ text, base, mark, savedAt: options.clock.now(), savedBy: actor })
        ledger.append({ action: 'policy.draft-saved', actor, subject: 'policy', facts: { base } })
      })
    },
    async discardDraft({ actor, seen }) {
      const { version } = await policyOnDisk(inForce.config)
      register.writing(() => {
        const draft = register.draft()
        refuseOther(seen, { version, mark: draft?.mark ?? null })
        if (draft === null) return
        register.putDraft(null)
        ledger.append({
          action: 'policy.draft-discarded',
          actor,
          subject: 'policy',
          facts: { base: draft.base },
        })
      })
    },
    publish: (policy, who) => publishPolicy(options, { ...policy, ...who, restored: null }),
    async rollBack(id, who) {
      const found = register.find(id)
      if (found === null) throw refusal('POLICY_VERSION_UNKNOWN', 'See them with `gatehouse policy history`.')
      const { version: base } = await policyOnDisk(inForce.config)
      return publishPolicy(options, { text: found.text, base, ...who, restored: id })
    },
  }
}

/** Whoever looks at the page asks again and again; rules are laid out anew only where they changed. */
function remembering({ inForce, thread }: PolicyDeskOptions): () => Promise<Omit<PolicyOverview, 'draft'>> {
  let last: { key: string; judged: Promise<Pick<PolicyOverview, 'problems' | 'view'>> } | null = null

  async function judge(file: string, bytes: Uint8Array, isInForce: boolean) {
    const text = { file, bytes }
    const { problems } = await thread.ask({
      kind: 'examine',
      text: { ...text, context: judgedContext(inForce) },
    })
    const view = await thread.ask({ kind: 'view', ...inForce.policy.made, text: isInForce ? text : null })
    return { problems, view }
  }

  return async () => {
    const { file, source, version, bytes } = await policyOnDisk(inForce.config)
    const isInForce = inForce.policy.version.startsWith(version.slice(0, 8))
    const key = `${version} ${inForce.policy.version}`
    if (last?.key !== key) {
      const judged = judge(file, bytes, isInForce)
      last = { key, judged }
      judged.catch(() => {
        if (last?.judged === judged) last = null
      })
    }
    const text = Buffer.from(bytes).toString('utf8')
    return { file, source, text, version, isInForce, ...(await last.judged) }
  }
}

function refusal(code: ErrorCode, hint: string): GatewayError {
  return new GatewayError(code, {}, { hint })
}
