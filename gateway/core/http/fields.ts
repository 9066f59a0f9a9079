/** Knows which header fields end at a proxy, which are narrowed, and which a changed message may not keep. */

/** RFC 9110 §7.6.1 and what practice adds: these speak of one connection only. */
const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-authentication-info',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'http2-settings',
  // Expect is answered by the gateway, which has to see the body before the destination does.
  'expect',
])

export function isHopByHop(field: string): boolean {
  return hopByHop.has(field)
}

/** Fields that carry framing, meaning or credentials: naming one in Connection is an attack or a mistake. */
export function mayNotBeNamedInConnection(field: string): boolean {
  return (
    field === 'host' ||
    field === 'authorization' ||
    field === 'cookie' ||
    field === 'via' ||
    field === 'transfer-encoding' ||
    field.startsWith('content-')
  )
}

const lowered = new Map<string, string>()
const maxLowered = 2000

/** Lower-case field name. Real traffic repeats the same few hundred spellings: they are remembered, up to a bound. */
export function fieldName(name: string): string {
  const known = lowered.get(name)
  if (known !== undefined) return known
  const lower = name.toLowerCase()
  if (lowered.size < maxLowered && name.length <= 64) lowered.set(name, lower)
  return lower
}

/** Content codings that can be undone and done again here (RFC 9110 §8.4.1, RFC 7932, RFC 8878). */
export const knownCodings: ReadonlySet<string> = new Set(['gzip', 'x-gzip', 'deflate', 'br', 'zstd'])

/**
 * Narrows an Accept-Encoding value to codings that are known here, so that an answer can be looked into
 * (RFC 9110 §12.5.3). `identity` where nothing is left; `*` goes, as it would allow unknown ones.
 */
export function narrowAcceptEncoding(value: string): string {
  const kept: string[] = []
  for (const part of value.split(',')) {
    const coding = part.split(';', 1)[0]?.trim().toLowerCase() ?? ''
    if (knownCodings.has(coding) || coding === 'identity') kept.push(part.trim())
  }
  return kept.length === 0 ? 'identity' : kept.join(', ')
}

/** Response fields that end here although no RFC lists them: Alt-Svc would lead the client around the gateway. */
const removedFromResponses = new Set(['alt-svc'])

/** Names, values, names …: the response's fields that go on to the client, from undici's raw pairs. */
export function forwardableResponseFields(raw: readonly (Buffer | string)[]): string[] {
  const fields: string[] = []
  let named: Set<string> | null = null
  for (let i = 0; i < raw.length; i += 2) {
    const name = text(raw[i])
    const field = fieldName(name)
    if (field === 'connection') {
      const tokens = text(raw[i + 1])
        .toLowerCase()
        .split(',')
        .map((token) => token.trim())
        .filter((token) => token !== 'keep-alive' && token !== 'close' && !mayNotBeNamedInConnection(token))
      if (tokens.length > 0) named = new Set([...(named ?? []), ...tokens])
    }
    if (isHopByHop(field) || removedFromResponses.has(field)) continue
    fields.push(name, text(raw[i + 1]))
  }
  return named === null ? fields : without(fields, named)
}

/** The same list without the named fields (lower case). */
export function without(fields: readonly string[], names: ReadonlySet<string>): string[] {
  const kept: string[] = []
  for (let i = 0; i < fields.length; i += 2) {
    const name = fields[i] as string
    if (!names.has(fieldName(name))) kept.push(name, fields[i + 1] as string)
  }
  return kept
}

function text(part: Buffer | string | undefined): string {
  if (part === undefined) return ''
  return typeof part === 'string' ? part : part.toString('latin1')
}
