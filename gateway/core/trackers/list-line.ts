/** Reads one line of a list of hosts: of a hosts file, or of the part of the adblock format that names hosts alone. */
import { normalizeHost } from '../http/authority.ts'
import type { HostRule } from './host-table.ts'

/** `nothing`: empty or a comment. `not-applied`: it says something that is not done here. */
export type LineReading = readonly HostRule[] | 'nothing' | 'not-applied'

/**
 * A line without its end. Of hosts files (`0.0.0.0 name`), each name for itself; of the adblock format `||name^` (with all
 * below), `||*.name^` (those below alone), and `@@` before either for an exception. No modifiers, paths or patterns:
 * they mean less than all of a host, and applying them to all of it would refuse what nobody listed.
 */
export function readListLine(line: string): LineReading {
  const text = line.trim()
  if (text === '' || isComment(text)) return 'nothing'
  // NUL and its kin: what is there is no text, or not in UTF-8.
  if (/[[\p{Cc}\ufffd]--\t]/v.test(text)) return 'not-applied'
  const rule = /^(@@)?\|\|(\*\.)?([^\s/^$*|]+)\^$/.exec(text)
  if (rule !== null) {
    const host = listedHost(rule[3] as string)
    if (host === null) return 'not-applied'
    return [{ host, scope: rule[2] === undefined ? 'tree' : 'below', exception: rule[1] !== undefined }]
  }
  return hostsLine(text)
}

/** Addresses that lead nowhere: this box and no box. Any other one would send the host elsewhere. */
const nowhere = /^(?:0\.0\.0\.0|127(?:\.\d{1,3}){3}|::1?|0(?::0){7}|0(?::0){6}:1)$/

function hostsLine(text: string): LineReading {
  const comment = text.indexOf('#')
  const [address = '', ...names] = (comment === -1 ? text : text.slice(0, comment)).trim().split(/\s+/)
  if (names.length === 0 || !nowhere.test(address)) return 'not-applied'
  const hosts = names.map(listedHost)
  if (hosts.includes(null)) return 'not-applied'
  return hosts.flatMap((host) => (host === null ? [] : { host, scope: 'host', exception: false }))
}

/** `! …`, `# …`, `[Adblock Plus 2.0]`; not `##.banner` and its kin, which hide parts of pages. */
function isComment(text: string): boolean {
  const first = text[0]
  if (first === '!' || (first === '[' && text.endsWith(']'))) return true
  return first === '#' && !/^#[@?$%]?#[^\s#]/.test(text)
}

/** As hosts are written everywhere here; null for what is none, and for one label alone: `localhost`, or a whole `com`. */
function listedHost(written: string): string | null {
  const name = isAscii(written) ? written : inAscii(written)
  const host = name === null ? null : normalizeHost(name)
  return host?.includes('.') === true ? host : null
}

function isAscii(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII begins with them.
  return /^[\u0000-\u007f]*$/.test(text)
}

/** `bücher.example` → `xn--bcher-kva.example`, as a browser asks for it (UTS 46, by the URL parser). */
function inAscii(written: string): string | null {
  if (!/^[\p{L}\p{M}\p{N}._-]{1,253}$/u.test(written)) return null
  return URL.parse(`http://${written}/`)?.hostname ?? null
}
