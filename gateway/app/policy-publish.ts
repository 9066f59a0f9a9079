/** Has a policy take effect: checked, written over the very file that it was made from, noted with what it was before, and read again. */
import { rm } from 'node:fs/promises'
import { inTurn } from '../../config/file-turn.ts'
import { readPolicyText, versionOf } from '../../config/load-policy.ts'
import { replaceFile } from '../../config/replace-file.ts'
import type { PolicyChange, Published, WrittenPolicy } from '../api/services/policy.ts'
import type { ReloadOutcome } from '../api/services.ts'
import { GatewayError } from '../core/errors.ts'
import type { PolicyVersion } from '../core/policy/published.ts'
import type { Clock, Ledger } from '../core/ports.ts'
import type { PolicyRegister } from '../store/policy-register.ts'
import type { InForce } from './in-force.ts'
import { judgedContext } from './judged-context.ts'
import { type PolicyOnDisk, policyOnDisk } from './policy-place.ts'
import { refuseOther } from './policy-state.ts'
import type { PolicyThread } from './policy-thread-client.ts'

export interface PublishOptions {
  inForce: InForce
  register: PolicyRegister
  ledger: Ledger
  clock: Clock
  thread: PolicyThread
  reload(): Promise<ReloadOutcome>
}

interface Publishing extends WrittenPolicy, PolicyChange {
  /** The version whose text it is once more; null for a new one. */
  restored: number | null
}

/** Rejects as `PolicyDesk.publish` says. */
export async function publishPolicy(options: PublishOptions, publishing: Publishing): Promise<Published> {
  const { inForce, reload } = options
  const { target } = await policyOnDisk(inForce.config)
  const version = await inTurn(target, () => write(options, publishing))
  await reload()
  return { version, inForce: inForce.policy.version.startsWith(version.slice(0, 8)) }
}

async function write(options: PublishOptions, publishing: Publishing): Promise<string> {
  const { inForce, register, thread } = options
  const { text, base, seen } = publishing
  const bytes = Buffer.from(text)
  const before = await policyOnDisk(inForce.config)
  refuseOther(seen, { version: before.version, mark: register.draft()?.mark ?? null })
  refuseMoved(base, before)
  const { ok } = await thread.ask({
    kind: 'examine',
    text: { file: before.target, bytes, context: judgedContext(inForce) },
  })
  if (!ok)
    throw new GatewayError(
      'POLICY_INVALID',
      {},
      { hint: 'Correct what the check names; nothing was changed.' },
    )
  // Somebody may have written it by hand while this was judged.
  refuseMoved(base, await policyOnDisk(inForce.config))
  await replaceFile(before.target, bytes)
  try {
    note(options, { publishing, before, bytes })
  } catch (error) {
    // What cannot be noted is not done.
    if (before.source === 'shipped') await rm(before.target, { force: true })
    else await replaceFile(before.target, before.bytes)
    throw error
  }
  return versionOf(bytes)
}

/** History, draft and ledger in one write. */
function note(
  { register, ledger, clock }: PublishOptions,
  { publishing, before, bytes }: { publishing: Publishing; before: PolicyOnDisk; bytes: Buffer },
): void {
  const { actor, text, restored } = publishing
  const at = clock.now()
  const how: PolicyVersion['how'] = restored === null ? 'published' : 'rolled-back'
  const { mode, connections, exchanges } = readPolicyText(before.target, bytes).value
  register.writing(() => {
    const [last] = register.versions({ limit: 1 })
    if (last?.version !== before.version)
      register.add({
        ...{ at, actor: null, how: 'found', version: before.version, restored: null },
        text: Buffer.from(before.bytes).toString('utf8'),
      })
    register.add({ at, actor, how, version: versionOf(bytes), restored, text })
    if (restored === null) register.putDraft(null)
    ledger.append({
      action: how === 'published' ? 'policy.published' : 'policy.rolled-back',
      ...{ actor, subject: 'policy' },
      facts: {
        ...{ before: before.version, after: versionOf(bytes), mode },
        ...{ connections: connections.length, exchanges: exchanges.length },
      },
    })
  })
}

function refuseMoved(base: string, { version }: PolicyOnDisk): void {
  if (version === base) return
  const hint =
    'Somebody changed the file since. Compare the two, and decide what stays; nothing was overwritten.'
  throw new GatewayError('POLICY_MOVED', {}, { hint })
}
