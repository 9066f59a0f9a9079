/** Turns the fields of HTTP/2 messages into those that the rest of the gateway knows, and back (RFC 9113 §8). */

/**
 * Name, value, …: without pseudo-fields, as HTTP/1.1 would have them. Host first, from `:authority` (RFC 9113 §8.3.1); a
 * Host beside it that says the same goes, one that says something else stays and makes the request malformed. Crumbs of
 * cookies are one field again (§8.2.3). A body without a length is what HTTP/1.1 calls chunked.
 */
export function inspectableFields(raw: readonly string[], { hasBody }: { hasBody: boolean }): string[] {
  const authority = pseudoField(raw, ':authority')
  const fields: string[] = authority === null ? [] : ['Host', authority]
  let cookieAt = -1
  let hasLength = false
  for (let i = 0; i < raw.length; i += 2) {
    const name = raw[i] as string
    const value = raw[i + 1] as string
    if (name.charCodeAt(0) === 0x3a) continue
    if (name === 'host' && authority !== null && value.toLowerCase() === authority.toLowerCase()) continue
    if (name === 'cookie' && cookieAt !== -1) {
      fields[cookieAt] += `; ${value}`
      continue
    }
    if (name === 'content-length') hasLength = true
    fields.push(name, value)
    if (name === 'cookie') cookieAt = fields.length - 1
  }
  if (hasBody && !hasLength) fields.push('Transfer-Encoding', 'chunked')
  return fields
}

/** The same list as HTTP/2 has it: names in lower case, without what speaks of a connection (RFC 9113 §8.2.2). */
export function http2Fields(fields: readonly string[]): string[] {
  const out: string[] = []
  for (let i = 0; i < fields.length; i += 2) {
    const name = (fields[i] as string).toLowerCase()
    if (!connectionSpecific.has(name)) out.push(name, fields[i + 1] as string)
  }
  return out
}

const connectionSpecific = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
  'host',
  'te',
])

function pseudoField(raw: readonly string[], wanted: string): string | null {
  // RFC 9113 §8.3: they stand before all others.
  for (let i = 0; i < raw.length && raw[i]?.charCodeAt(0) === 0x3a; i += 2)
    if (raw[i] === wanted) return raw[i + 1] as string
  return null
}
