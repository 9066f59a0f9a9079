/** The explicit proxy: where it listens, whom it serves, where it may connect to. */
import { z } from 'zod'
import { minuteMs, secondMs } from '../../gateway/core/units.ts'
import {
  address,
  count,
  destinationPorts,
  duration,
  flag,
  hostName,
  hostPattern,
  line,
  listenHost,
  listenPort,
  networks,
  networksOrHosts,
  path,
} from '../kinds.ts'
import { authenticationSchema } from './authentication.ts'
import { deviceCertificatesSchema } from './device-certificates.ts'
import { limitsSchema } from './limits.ts'
import { upstreamHttp2Schema } from './upstream-http2.ts'
import { upstreamsSchema, upstreamTlsSchema } from './upstreams.ts'

/** Loopback, RFC 1918, RFC 4193 and RFC 4291 §2.5.6 link-local: machines in the house, never the internet. */
const housePrivateRanges = [
  '127.0.0.0/8',
  '::1/128',
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  'fc00::/7',
  'fe80::/10',
]

const extraRootSchema = z
  .strictObject({
    destinations: z
      .array(hostPattern())
      .min(1, 'expected at least one destination')
      .max(1000)
      .describe('The destinations for which the roots count: names, or *.example.com.'),
    file: path().describe('PEM file with one or more root certificates.'),
  })
  .meta({ 'x-expected': 'destinations and file' })

const transparentSchema = z
  .strictObject({
    port: count({ min: 1, max: 65_535 }, 'port')
      .default(3129)
      .describe(
        'The port of all addresses of this box that the network has to send traffic to (nftables `tproxy`). Who connects to it directly is refused.',
      ),
  })
  .meta({ 'x-expected': 'these keys' })

export const proxySchema = z
  .strictObject({
    host: listenHost()
      .default('127.0.0.1')
      .describe('The address the proxy listens on; 0.0.0.0 or :: serve the whole office (see `clients`).')
      .meta({ 'x-restart': true }),
    port: listenPort().default(8080).describe('The port the proxy listens on.').meta({ 'x-restart': true }),
    transparent: transparentSchema
      .nullable()
      .default(null)
      .describe(
        'Takes connections of clients that know no proxy, where the network sends their traffic here; null: off, `{}`: on. Needs CAP_NET_ADMIN at the start or a systemd socket unit: gateway/egress/README.md. Nobody can log in there or show a certificate: where either is required, only networks in its `exempt` are served.',
      )
      .meta({ 'x-restart': true }),
    wpadPort: count({ min: 1, max: 65_535 }, 'port')
      .nullable()
      .default(null)
      .describe(
        'A port more, at which the PAC file alone is answered for, as /wpad.dat: 80 lets machines find it by DNS (`gatehouse setup wpad`). null: off. Below 1024 the gateway needs the right to open it: gateway/wpad/README.md.',
      )
      .meta({ 'x-restart': true, 'x-unit': 'port' }),
    workers: count({ min: 0, max: 64 }, 'processes')
      .default(0)
      .describe(
        'Processes that parse traffic, apart from the one that holds keys and store; one for each core that they may use. 0: all in one process, which takes the least memory.',
      )
      .meta({ 'x-restart': true }),
    workersStartedBy: z
      .enum(['gatehouse', 'units'], 'expected gatehouse or units')
      .default('gatehouse')
      .describe(
        'Who starts the workers: the gateway itself, or service units of their own, which then outlive its restarts. gateway/workers/README.md has a unit.',
      )
      .meta({ 'x-restart': true, 'x-expected': 'gatehouse or units' }),
    workerUser: line(32)
      .default('nobody')
      .describe(
        'As whom workers run where the gateway was started as root. Nothing has to belong to this user.',
      )
      .meta({ 'x-restart': true }),
    controlWaitMs: duration({ min: 100, max: minuteMs })
      .default(10 * secondMs)
      .describe(
        'How long what needs the process that holds keys and store (a new token, a new host) waits for it in a worker while it is away, as during a restart.',
      )
      .meta({ 'x-restart': true }),
    clients: networks()
      .default(housePrivateRanges)
      .describe('The networks that are served. Anybody else is turned away before a byte is read.'),
    authentication: authenticationSchema,
    deviceCertificates: deviceCertificatesSchema,
    connectPorts: destinationPorts()
      .default([443])
      .describe(
        'Ports that CONNECT may ask for (HTTPS); it may ask for `httpPorts`, too, to send plain requests through.',
      ),
    httpPorts: destinationPorts().default([80]).describe('Ports that plain http:// requests may ask for.'),
    allowPrivate: networksOrHosts()
      .default([])
      .describe(
        'Private, link-local and own addresses are refused as destinations, unless the resolved address or the asked-for name is listed here.',
      ),
    hosts: z
      .record(hostName(), address())
      .default({})
      .describe("The gateway's own resolution: host name to address, asked before DNS."),
    extraRoots: z
      .array(extraRootSchema)
      .max(1000)
      .default([])
      .describe('Root certificates trusted for the named destinations only, besides the public ones.'),
    upstreams: upstreamsSchema,
    upstreamTls: upstreamTlsSchema,
    upstreamHttp2: upstreamHttp2Schema,
    via: flag()
      .default(true)
      .describe(
        'Whether plain HTTP requests and their answers carry `Via` (RFC 9110 §7.6.3). Intercepted HTTPS follows its policy rule.',
      ),
    reviews: flag()
      .default(true)
      .describe(
        'Whether somebody who was stopped may ask for a review: the refusal page then has a link for that, to a page of this port (`gatehouse reviews`). The page `/trouble` of this port says what was done with a machine’s last five minutes, where this is on.',
      ),
    limits: limitsSchema,
    drainMs: duration({ min: 0, max: 10 * minuteMs })
      .default(10 * secondMs)
      .describe(
        'How long running exchanges may finish when the gateway is stopped, or a reload takes a network away.',
      )
      .meta({ 'x-restart': true }),
  })
  .prefault({})
  .describe('The explicit proxy.')

interface Listeners {
  proxy: z.output<typeof proxySchema>
  ui: { port: number }
  broker: { port: number }
  ingest: { httpsPort: number; sftpPort: number }
}

/** Whoever asks at the port for WPAD is to get the PAC file and nothing else. */
export function checkWpad({ proxy, ui, broker, ingest }: Listeners, context: z.core.$RefinementCtx): void {
  const taken = [
    { key: 'proxy.port', port: proxy.port },
    { key: 'ui.port', port: ui.port },
    { key: 'proxy.transparent.port', port: proxy.transparent?.port },
    { key: 'broker.port', port: broker.port },
    { key: 'ingest.httpsPort', port: ingest.httpsPort },
    { key: 'ingest.sftpPort', port: ingest.sftpPort },
  ].find(({ port }) => port === proxy.wpadPort)
  if (taken === undefined) return
  const hint = taken.key === 'proxy.port' ? ', which answers for /wpad.dat as well' : ''
  context.addIssue({
    code: 'custom',
    path: ['proxy', 'wpadPort'],
    message: `expected a port other than ${taken.key}${hint}`,
  })
}
