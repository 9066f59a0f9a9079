/** Translates the configuration into what the egress room is told. */
import { readFileSync } from 'node:fs'
import type { Config } from '../../config/schema.ts'
import { GatewayError } from '../core/errors.ts'
import type { DemoProxySettings } from '../demo/settings.ts'
import type { EgressOptions, ExtraRoots } from '../egress/options.ts'
import type { Listening } from './listening.ts'

export interface EgressSources {
  config: Config
  /** What try mode adds. */
  demo: DemoProxySettings | null
  listening: Pick<Listening, 'ui'>
}

/** Throws CONFIG_INVALID where a file of extra roots cannot be read or holds no certificate. */
export function egressOptions({ config, demo, listening }: EgressSources): EgressOptions {
  const { proxy, office } = config
  return {
    host: proxy.host,
    port: proxy.port,
    clients: proxy.clients,
    connectPorts: [...proxy.connectPorts, ...(demo?.connectPorts ?? [])],
    httpPorts: proxy.httpPorts,
    allowPrivate: [...proxy.allowPrivate, ...(demo?.allowPrivate ?? [])],
    hosts: { ...proxy.hosts, ...demo?.hosts },
    extraRoots: [...proxy.extraRoots.map(readRoots), ...(demo?.extraRoots ?? [])],
    ownPorts: [listening.ui.port],
    via: proxy.via,
    contact: office.contact,
    limits: proxy.limits,
    drainMs: proxy.drainMs,
  }
}

function readRoots(entry: { destinations: readonly string[]; file: string }): ExtraRoots {
  let pem: string
  try {
    pem = readFileSync(entry.file, 'utf8')
  } catch (error) {
    const hint = 'Correct proxy.extraRoots: the file cannot be read.'
    throw new GatewayError(
      'CONFIG_INVALID',
      { path: 'proxy.extraRoots', file: entry.file },
      { hint, cause: error },
    )
  }
  if (!pem.includes('-----BEGIN CERTIFICATE-----')) {
    const hint = 'Correct proxy.extraRoots: the file holds no certificate in PEM form.'
    throw new GatewayError('CONFIG_INVALID', { path: 'proxy.extraRoots', file: entry.file }, { hint })
  }
  return { destinations: entry.destinations, pem }
}
