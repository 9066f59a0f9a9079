/** Says where the gateway listens: as the sockets are bound, and as clients of the office reach them. */
import type { Config } from '../../config/schema.ts'

export interface HostPort {
  /** An address to listen on; `0.0.0.0` and `::` are every address of the box. */
  host: string
  port: number
}

/** Filled in as the listeners open; the configured port until then. */
export interface Listening {
  proxy: HostPort
  ui: HostPort
  /** Where the PAC file alone is answered for (WPAD); port 0 where there is no such port. */
  wpad: HostPort
  /** For devices: MQTT, files by HTTPS, files by SFTP; port 0 where a listener is closed. */
  broker: HostPort
  files: HostPort
  sftp: HostPort
  /** Path of the control socket. */
  control: string
}

export function notYetListening({ proxy, ui, broker, ingest }: Config, control: string): Listening {
  return {
    proxy: { host: proxy.host, port: proxy.port },
    ui: { host: ui.host, port: ui.port },
    wpad: { host: proxy.host, port: proxy.wpadPort ?? 0 },
    broker: { host: broker.host, port: broker.port },
    files: { host: ingest.host, port: ingest.httpsPort },
    sftp: { host: ingest.host, port: ingest.sftpPort },
    control,
  }
}

/** `192.168.1.2:8080`, `[::1]:8080`; where every address is listened on, the office's name for the box. */
export function reachableAt({ host, port }: HostPort, officeHost: string): string {
  const everywhere = host === '0.0.0.0' || host === '::'
  return hostPort({ host: everywhere ? officeHost : host, port })
}

/** Host and port as they stand in an address: IPv6 in brackets (RFC 3986 §3.2.2). */
function hostPort({ host, port }: HostPort): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`
}
