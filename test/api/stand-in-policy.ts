/** Plays the policy desk for tests of API and screens: the shipped rules, judged by the real code, with draft and versions in memory. */
import { loadConfig } from '../../config/load.ts'
import { readPolicyText, versionOf } from '../../config/load-policy.ts'
import type { PolicyChange, PolicyDesk, WrittenPolicy } from '../../gateway/api/services/policy.ts'
import { examinePolicy, viewPolicy } from '../../gateway/app/policy-examine.ts'
import { policyInUse } from '../../gateway/app/policy-in-use.ts'
import { policyOnDisk } from '../../gateway/app/policy-place.ts'
import { rehearsalSummary, rehearsePolicy } from '../../gateway/app/policy-rehearsal.ts'
import { GatewayError } from '../../gateway/core/errors.ts'
import type { PolicyDraft, PolicyVersion } from '../../gateway/core/policy/published.ts'

/** Read once, for all offices of a test file. */
let shipped: ReturnType<typeof readShipped> | null = null

async function readShipped() {
  const { config } = await loadConfig({ file: null, env: { GATEHOUSE__DATA__DIRECTORY: '/nowhere' } })
  const [{ bytes }, { context }] = await Promise.all([policyOnDisk(config), policyInUse(config, null)])
  return { bytes, context }
}

interface Kept extends Omit<PolicyVersion, 'id' | 'size'> {
  text: string
}

/** `text`: instead of the shipped policy. `now`: when things are done. */
export function standInPolicy(now: number, given: { text?: string; versions?: Kept[] } = {}): PolicyDesk {
  let text: string | null = given.text ?? null
  let draft: PolicyDraft | null = null
  let marks = 0
  const versions = [...(given.versions ?? [])]
  const parts = async () => {
    shipped ??= readShipped()
    const { bytes, context } = await shipped
    const inForce = text === null ? bytes : Buffer.from(text)
    return { bytes: inForce, context, version: versionOf(inForce) }
  }
  const named = (version: Kept, at: number) => ({
    ...{ ...version, id: at + 1, size: version.text.length },
    actorName: version.actor?.startsWith('account:') ? 'anna' : null,
  })
  const examine = async (bytes: Uint8Array) =>
    examinePolicy({ file: 'draft', bytes, context: (await parts()).context })
  const publish = async (written: WrittenPolicy, { actor }: PolicyChange, restored: number | null) => {
    const before = await parts()
    if (written.base !== before.version) throw new GatewayError('POLICY_MOVED')
    if (!(await examine(Buffer.from(written.text))).ok) throw new GatewayError('POLICY_INVALID')
    const old = Buffer.from(before.bytes).toString()
    if (versions.at(-1)?.version !== before.version)
      versions.push({
        at: now,
        actor: null,
        how: 'found',
        version: before.version,
        restored: null,
        text: old,
      })
    text = written.text
    const how = restored === null ? 'published' : 'rolled-back'
    const { version } = await parts()
    versions.push({ at: now, actor, how, version, restored, text })
    if (restored === null) draft = null
    return { version, inForce: true }
  }
  return {
    async overview() {
      const { bytes, context, version } = await parts()
      const file = '/var/lib/gatehouse/policy.yaml'
      const policy = examinePolicy({ file, bytes, context })
      return {
        ...{ file, version, isInForce: true, problems: policy.problems },
        source: text === null ? 'shipped' : 'own',
        text: Buffer.from(bytes).toString(),
        view: policy.view ?? viewPolicy({} as never, context, null),
        draft: draft === null ? null : { ...draft, savedByName: null },
      }
    },
    check: (written) => examine(Buffer.from(written)),
    async test({ text: written, destination, body, path, ...rest }) {
      const { bytes, context } = await parts()
      const { value } = readPolicyText('draft', written === null ? bytes : Buffer.from(written))
      const rehearsal = rehearsePolicy({
        ...{ policy: value, context },
        facts: { ...rest, host: destination, path, at: now },
        request: { contentType: rest.contentType, body: Buffer.from(body), holdBytes: 1_048_576 },
      })
      return {
        ...rehearsalSummary(rehearsal),
        findings: rehearsal.judgement?.findings ?? [],
        findingCounts: rehearsal.judgement?.findingCounts ?? {},
        fields: rehearsal.fields,
        target: rehearsal.targetOut,
        body: rehearsal.bodyOut?.toString('utf8') ?? null,
      }
    },
    async replay({ since, until }) {
      return {
        ...{
          since,
          until,
          mode: 'enforce',
          missing: [],
          exchanges: 40,
          unchanged: 31,
          changed: 7,
          unknown: 2,
        },
        moves: [
          { from: 'pass', to: 'refuse', exchanges: 5 },
          { from: 'transform', to: 'pass', exchanges: 2 },
        ],
        why: [{ why: 'content-type', sentence: 'Rules ask for the content type.', exchanges: 2 }],
        destinations: [
          {
            ...{ name: 'crm.example.com', exchanges: 12, changed: 7, unknown: 2 },
            moves: [
              { from: 'pass', to: 'refuse', exchanges: 5 },
              { from: 'transform', to: 'pass', exchanges: 2 },
            ],
            examples: [],
          },
        ],
        types: [{ destination: 'crm.example.com', type: 'EMAIL', from: 'keep', to: 'refuse', findings: 9 }],
        rules: [],
        more: { destinations: 0, types: 0, rules: 0 },
      }
    },
    history: ({ limit, before = Number.MAX_SAFE_INTEGER }) =>
      versions
        .map(named)
        .filter(({ id }) => id < before)
        .reverse()
        .slice(0, limit),
    version: (id) => versions.map(named).find((one) => one.id === id) ?? null,
    async saveDraft({ text: written, base }, { actor }) {
      marks += 1
      draft = { text: written, base, savedAt: now, savedBy: actor, mark: `mark-${marks}` }
    },
    async discardDraft() {
      draft = null
    },
    publish: (written, who) => publish(written, who, null),
    async rollBack(id, who) {
      const found = versions[id - 1]
      if (found === undefined) throw new GatewayError('POLICY_VERSION_UNKNOWN')
      return publish({ text: found.text, base: (await parts()).version }, who, id)
    },
  }
}
