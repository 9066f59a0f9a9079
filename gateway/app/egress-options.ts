/** Translates the configuration into what the egress room is told. */
import type { Config } from '../../config/schema.ts'
import type { DemoProxySettings } from '../demo/settings.ts'
import type { EgressOptions } from '../egress/options.ts'
import { readExtraRoots } from './extra-roots.ts'
import type { Listening } from './listening.ts'
import { originalTerms } from './originals.ts'
import { readUpstreams } from './upstreams.ts'

export interface EgressSources {
  config: Config
  /** What try mode adds. */
  demo: DemoProxySettings | null
  listening: Pick<Listening, 'ui' | 'wpad' | 'broker' | 'files' | 'sftp'>
}

/** Throws CONFIG_INVALID where a file of extra roots cannot be read or holds what is no root. */
export function egressOptions({ config, demo, listening }: EgressSources): EgressOptions {
  const { proxy, office, interception } = config
  return {
    host: proxy.host,
    port: proxy.port,
    transparentPort: proxy.transparent?.port ?? null,
    clients: proxy.clients,
    authentication: proxy.authentication,
    deviceCertificates: proxy.deviceCertificates,
    guests: config.clients.guests,
    connectPorts: [...proxy.connectPorts, ...(demo?.connectPorts ?? [])],
    httpPorts: proxy.httpPorts,
    allowPrivate: [...proxy.allowPrivate, ...(demo?.allowPrivate ?? [])],
    hosts: { ...proxy.hosts, ...demo?.hosts },
    extraRoots: [...readExtraRoots(proxy.extraRoots), ...(demo?.extraRoots ?? [])],
    upstreams: readUpstreams(proxy.upstreams, proxy.upstreamTls),
    upstreamTls: proxy.upstreamTls,
    upstreamHttp2: proxy.upstreamHttp2,
    // A listener that is closed has port 0.
    ownPorts: [listening.ui, listening.wpad, listening.broker, listening.files, listening.sftp]
      .map(({ port }) => port)
      .concat(proxy.transparent?.port ?? [])
      .filter((port) => port !== 0),
    via: proxy.via,
    contact: office.contact,
    leafCache: interception.leafCache,
    limits: proxy.limits,
    originals: originalTerms(config),
    drainMs: proxy.drainMs,
  }
}
