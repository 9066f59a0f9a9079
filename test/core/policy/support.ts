/** Small policies, facts and findings for the tests of the policy room. */
import type { LocatedFinding, Place } from '../../../gateway/core/content/inspector.ts'
import type { EntityType } from '../../../gateway/core/pii/entity.ts'
import { type Catalogue, catalogueSchema } from '../../../gateway/core/policy/catalogue.ts'
import { compilePolicy, type PolicyContext } from '../../../gateway/core/policy/compile.ts'
import { type PolicyFile, policyFileSchema } from '../../../gateway/core/policy/model.ts'
import type { ExchangeFacts } from '../../../gateway/core/policy/verdict.ts'
import type { BlindIndex } from '../../../gateway/core/ports.ts'

export const catalogue: Catalogue = catalogueSchema.parse({
  groups: {
    ai: {
      title: 'AI',
      kind: 'echo',
      asOf: '2026-11-22',
      hosts: ['api.ai.example', '*.chat.example', '203.0.113.0/24'],
    },
    chat: {
      title: 'Chat',
      kind: 'other',
      asOf: '2026-11-22',
      hosts: ['chat.example', 'eu.chat.example', '*.example'],
    },
    nobody: { title: 'Nobody', kind: 'other', asOf: '2026-11-22', hosts: [] },
  },
})

export const noIdentity = { emails: [], emailDomains: [], ibans: [], phones: [] }

export function context(changes: Partial<PolicyContext> = {}): PolicyContext {
  return {
    catalogue,
    clientGroups: { desk: ['192.168.1.0/24', '2001:db8::/32'], empty: [] },
    timeZone: 'Europe/Berlin',
    ownIdentity: noIdentity,
    corrections: [],
    analysis: { packs: null },
    ...changes,
  }
}

const keepAll = { id: 'default-exchange', entities: { '*': 'keep' } }

/** Fills a policy up with defaults, so that a test says only what it is about. */
export function policyFile(source: {
  mode?: string
  schedules?: unknown
  connections?: readonly unknown[]
  exchanges?: readonly unknown[]
  reviews?: unknown
}): PolicyFile {
  return policyFileSchema.parse({
    connections: [{ id: 'default-connection', action: 'intercept' }],
    exchanges: [keepAll],
    ...source,
  })
}

export function compiled(source: Parameters<typeof policyFile>[0], changes: Partial<PolicyContext> = {}) {
  return compilePolicy(policyFile(source), context(changes))
}

/** A POST of JSON from the front desk on a Wednesday morning (2026-11-18 10:00 in Berlin). */
export function facts(changes: Partial<ExchangeFacts> = {}): ExchangeFacts {
  return {
    client: '192.168.1.20',
    host: 'shop.test',
    port: 443,
    at: Date.parse('2026-11-18T09:00:00Z'),
    method: 'POST',
    path: '/api/orders',
    contentType: 'application/json',
    ...changes,
  }
}

export function found(
  type: EntityType,
  value: string,
  at: { path?: string | null; place?: Place } = {},
): LocatedFinding {
  const bytes = Buffer.from(value)
  return {
    finding: { type, start: 0, end: bytes.length, score: 0.9, reasons: ['test'] },
    place: at.place ?? 'body',
    path: at.path ?? null,
    offset: 10,
    length: bytes.length,
    value: bytes,
  }
}

/** Shows what it was asked, so that tests can see what was normalised. */
export const plainIndex: BlindIndex = {
  index: (type, group, value) => `${type} ${group} ${Buffer.from(value).toString()}`,
}

export const noIndex: BlindIndex = { index: () => null }
