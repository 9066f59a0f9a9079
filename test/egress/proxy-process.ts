/** The proxy as a process of its own, so that its memory is its own: masks everything toward one destination. */

import { randomBytes } from 'node:crypto'
import { defaultConfig } from '../../config/schema.ts'
import { isGatewayError } from '../../gateway/core/errors.ts'
import { compilePolicy } from '../../gateway/core/policy/compile.ts'
import { policyFileSchema } from '../../gateway/core/policy/model.ts'
import { Secret } from '../../gateway/core/secret.ts'
import { startEgress } from '../../gateway/egress/egress.ts'
import type { EgressLimits } from '../../gateway/egress/options.ts'
import { openAuthority } from '../../gateway/pki/authority.ts'
import { trustBundle } from '../../gateway/pki/bundle.ts'
import { createLeafIssuer } from '../../gateway/pki/leaves.ts'

/** Handed over as the only argument, in JSON. */
export interface ProxyOrder {
  folder: string
  host: string
  port: number
  rootPem: string
  limits: EgressLimits
  policy: unknown
  /** Its fourth file listens at this port, for connections that are led here; `own` is where the proxy is to be. */
  led?: { port: number; own: number }
}

/** Printed as one line once the proxy listens; where it cannot, the error's code is, and the process goes on. */
export interface ProxyPlace {
  port: number
  caPem: string
}

const order: ProxyOrder = JSON.parse(process.argv[2] ?? '{}')
const clock = { now: () => Date.now(), monotonic: () => performance.now() }
const authority = await openAuthority({
  kind: 'interception',
  directory: order.folder,
  key: new Secret(randomBytes(32)),
  clock,
  random: randomBytes,
  officeName: 'Test office',
})
const policy = compilePolicy(policyFileSchema.parse(order.policy), {
  catalogue: { groups: {} },
  clientGroups: {},
  timeZone: 'UTC',
  ownIdentity: { emails: [], emailDomains: [], ibans: [], phones: [] },
  corrections: [],
  analysis: { packs: null },
})
const egress = await startEgress(
  {
    host: '127.0.0.1',
    port: order.led?.own ?? 0,
    transparentPort: order.led?.port ?? null,
    originals: null,
    clients: ['127.0.0.0/8'],
    guests: [],
    authentication: defaultConfig().proxy.authentication,
    deviceCertificates: defaultConfig().proxy.deviceCertificates,
    connectPorts: [order.port],
    httpPorts: [],
    allowPrivate: [order.host],
    hosts: { [order.host]: '127.0.0.1' },
    extraRoots: [{ destinations: [order.host], pem: order.rootPem }],
    upstreams: [],
    upstreamTls: defaultConfig().proxy.upstreamTls,
    leafCache: 1000,
    upstreamHttp2: defaultConfig().proxy.upstreamHttp2,
    ownPorts: [],
    via: true,
    contact: '',
    drainMs: 1000,
    limits: order.limits,
  },
  {
    journal: { record: (record) => console.error(JSON.stringify({ ...record, findings: [] })) },
    leaves: createLeafIssuer({ authority, clock, random: randomBytes }),
    policy: { current: () => policy },
    blindIndex: { index: () => null },
    clock,
    random: randomBytes,
    ownCertificate: () => null,
    ownPage: () => null,
    connections: { connectionOpened: () => {}, connectionClosed: () => {} },
    fault: (where, error) => console.error(where, error),
    ...(order.led === undefined ? {} : { transparentSockets: [3] }),
  },
  new AbortController().signal,
).catch((error: unknown) => {
  if (!isGatewayError(error)) throw error
  return error.code
})
const place: ProxyPlace | string =
  typeof egress === 'string' ? egress : { port: egress.port, caPem: trustBundle([authority], clock.now()) }
console.log(JSON.stringify(place))
// Ends with whoever started it.
process.stdin.once('end', () => process.exit(0)).resume()
