/** Writes the file that tells browsers which requests go through the gateway and which stay in the office. */
import ipaddr from 'ipaddr.js'
import { formatHost, normalizeHost } from '../http/authority.ts'

export interface PacOptions {
  /** Name or address under which clients reach the proxy. */
  proxyHost: string
  proxyPort: number
  /** True where the proxy's port speaks TLS to clients (`HTTPS` instead of `PROXY`). */
  tls: boolean
  /** Names, and everything below them, that are reached directly: the office's own. */
  directDomains: readonly string[]
  /** When the gateway does not answer: `refuse` lets nothing out, `direct` lets everything out unread. */
  onFailure: 'refuse' | 'direct'
}

export const pacContentType = 'application/x-ns-proxy-autoconfig'

/**
 * A PAC file (the format has no standard; this is what MDN's "Proxy Auto-Configuration file" describes and Chromium,
 * Firefox, Windows and macOS read). It asks no name server, as `isInNet` and `dnsResolve` would hold every request
 * up. Throws RangeError for a proxy that cannot be named in a PAC file.
 */
export function pacFile(options: PacOptions): string {
  const where = `${bracketed(options.proxyHost)}:${checkedPort(options.proxyPort)}`
  const first = `${options.tls ? 'HTTPS' : 'PROXY'} ${where}`
  const proxy = options.onFailure === 'direct' ? `${first}; DIRECT` : first
  const domains = options.directDomains.map((name) => `.${name.toLowerCase().replace(/^\.+|\.+$/g, '')}`)
  return `// Which requests go through the gateway of this office.
var proxy = ${literal(proxy)};
var direct = ${literal(domains)};

function FindProxyForURL(url, host) {
  host = host.toLowerCase().replace(/\\.$/, "");
  if (host === "localhost" || isPlainHostName(host) || isOfficeAddress(host)) return "DIRECT";
  for (var i = 0; i < direct.length; i++) {
    var end = direct[i];
    if ("." + host === end || host.slice(-end.length) === end) return "DIRECT";
  }
  return proxy;
}

// Addresses that never leave the office: loopback, private (RFC 1918) and link-local, written as numbers.
function isOfficeAddress(host) {
  var v4 = /^(\\d{1,3})\\.(\\d{1,3})\\.\\d{1,3}\\.\\d{1,3}$/.exec(host);
  if (v4) {
    var a = +v4[1], b = +v4[2];
    return a === 127 || a === 10 || (a === 172 && b >= 16 && b <= 31) || (a === 192 && b === 168) ||
      (a === 169 && b === 254);
  }
  if (host.indexOf(":") < 0) return false;
  return host === "::1" || host === "[::1]" || /^\\[?(fe[89ab][0-9a-f]|f[cd][0-9a-f]{2}):/.test(host);
}
`
}

/** Whatever a Host field may name, `my_gate` too. */
function bracketed(host: string): string {
  if (ipaddr.IPv6.isValid(host) || normalizeHost(host) !== null) return formatHost(host)
  throw new RangeError('the proxy needs a host name or an address')
}

function checkedPort(port: number): number {
  if (Number.isInteger(port) && port > 0 && port < 65536) return port
  throw new RangeError('the proxy needs a port')
}

/** JSON is JavaScript except for two line separators that old engines end a string at (ECMA-262 before 2019). */
function literal(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029')
    .replaceAll('<', '\\u003c')
}
