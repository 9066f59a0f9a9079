/** The policy and the catalogue as they are shipped, and requests of an ordinary office played through them. */
import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { analysisInUse } from '../../gateway/app/analysis-in-use.ts'
import { catalogueSchema, wholeCatalogue } from '../../gateway/core/policy/catalogue.ts'
import { compilePolicy, type PolicyContext } from '../../gateway/core/policy/compile.ts'
import { policyFileSchema } from '../../gateway/core/policy/model.ts'
import { type Rehearsal, rehearse } from '../../gateway/core/policy/rehearse.ts'
import type { TokenKeys } from '../../gateway/core/ports.ts'
import { MiB } from '../../gateway/core/units.ts'

export const shippedPolicy = policyFileSchema.parse(readYaml('policy.yaml'))
export const shippedCatalogue = wholeCatalogue(catalogueSchema.parse(readYaml('catalogue.yaml')))

export const shippedContext: PolicyContext = {
  catalogue: shippedCatalogue,
  clientGroups: {},
  timeZone: 'Europe/Berlin',
  ownIdentity: { emails: [], emailDomains: [], ibans: [], phones: [] },
  corrections: [],
  analysis: await analysisInUse({ packs: null, ownFields: null }),
}

/** Of these tests alone. */
const keys: TokenKeys = {
  keyed: (use, scope, value) => ({
    period: '2026-11',
    bytes: createHmac('sha256', JSON.stringify([use, scope]))
      .update(value)
      .digest(),
  }),
}

const compiled = compilePolicy(shippedPolicy, shippedContext)

export interface Sent {
  host: string
  path?: string
  method?: string
  query?: string
  type?: string
  body?: string | Buffer
}

/** Plays a request of the front desk through the shipped policy. */
export function send({
  host,
  path = '/',
  method = 'POST',
  query,
  type = 'application/json',
  body = '',
}: Sent): Rehearsal {
  const facts = {
    client: '192.168.1.20',
    host,
    port: 443,
    at: Date.parse('2026-11-18T09:00:00Z'),
    method,
    path,
  }
  const request = {
    contentType: type,
    holdBytes: MiB,
    body: Buffer.from(body as string),
    ...(query === undefined ? {} : { query }),
  }
  return rehearse(compiled, facts, { ...request, keys })
}

export function json(value: unknown): string {
  return JSON.stringify(value, null, 1)
}

function readYaml(name: string): unknown {
  return parse(readFileSync(new URL(`../../config/${name}`, import.meta.url), 'utf8'))
}
