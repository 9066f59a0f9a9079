/** Reads where a request wants to go, from its target and its Host field. */
import { type Authority, parseAuthority } from './authority.ts'

export type TargetFault = 'host-missing' | 'host-repeated' | 'host-malformed' | 'target-malformed'

/** Origin-form, or `*`, and whom it is for. */
export type TargetReading =
  | { ok: true; authority: Readonly<Authority>; target: string }
  | { ok: false; fault: TargetFault }

/** What of a request's head says where it goes. */
interface Asked {
  method: string
  url: string
  httpVersion: string
}

/** `hosts`: how many Host fields there were; `host`: the last of them. */
export function readTarget(
  asked: Asked,
  { hosts, host }: { hosts: number; host: string },
  scheme: 'http' | 'https',
): TargetReading {
  const { url, method, httpVersion } = asked
  const absolute = url.charCodeAt(0) === 0x2f || url === '*' ? null : splitAbsolute(asked, scheme)
  if (absolute === undefined) return fault('target-malformed')
  if (hosts > 1) return fault('host-repeated')
  if (hosts === 0 && !(httpVersion === '1.0' && absolute !== null)) return fault('host-missing')
  const authority = absolute?.authority ?? readHost(host)
  if (authority === null) return fault('host-malformed')
  if (hosts === 1 && absolute !== null && readHost(host) === null) return fault('host-malformed')
  const target = absolute === null ? url : absolute.target
  if (target === '*' && method !== 'OPTIONS') return fault('target-malformed')
  return isCleanTarget(target) ? { ok: true, authority, target } : fault('target-malformed')
}

/** An office asks the same few hundred hosts again and again: each Host field is read once, up to a bound. */
const known = new Map<string, Readonly<Authority>>()
const maxKnown = 1000

function readHost(host: string): Readonly<Authority> | null {
  const read = known.get(host)
  if (read !== undefined) return read
  const authority = parseAuthority(host)
  if (authority !== null && known.size < maxKnown) known.set(host, authority)
  return authority
}

function fault(fault: TargetFault): TargetReading {
  return { ok: false, fault }
}

/** Splits `scheme://authority/path?query`; null for origin-form is decided before, undefined is a fault. */
function splitAbsolute(
  { url, method }: Asked,
  scheme: 'http' | 'https',
): { authority: Authority; target: string } | undefined {
  const prefix = `${scheme}://`
  if (url.slice(0, prefix.length).toLowerCase() !== prefix) return undefined
  const rest = url.slice(prefix.length)
  const end = rest.search(/[/?#]/)
  const authority = parseAuthority(end === -1 ? rest : rest.slice(0, end))
  if (authority === null) return undefined
  // RFC 9112 §3.2.4: OPTIONS of nothing but a server asks about the server as a whole.
  const target = end === -1 ? (method === 'OPTIONS' ? '*' : '/') : rest.slice(end)
  return { authority, target: target[0] === '?' ? `/${target}` : target }
}

/** No fragment, control character, space or backslash: each is read differently by some server. */
function isCleanTarget(target: string): boolean {
  for (let i = 0; i < target.length; i += 1) {
    const code = target.charCodeAt(i)
    if (code <= 0x20 || code === 0x7f || code === 0x23 || code === 0x5c) return false
  }
  return true
}
