/** Says what this gateway adds to the Via fields of what it forwards (RFC 9110 §7.6.3). */
import type { ExchangeRule } from '../core/policy/verdict.ts'
import type { Way } from './way.ts'

/** null where the request carries none of ours. */
export function viaOfRequest(way: Way, rule: ExchangeRule): string | null {
  return carriesVia(way, rule) ? `${way.request.httpVersion} ${way.egress.pseudonym}` : null
}

/** null where the answer carries none of ours. Undici asks in HTTP/1.1 and does not tell in which version it was answered. */
export function viaOfAnswer(way: Way, rule: ExchangeRule): string | null {
  return carriesVia(way, rule) ? `1.1 ${way.egress.pseudonym}` : null
}

function carriesVia({ connection, egress }: Way, rule: ExchangeRule): boolean {
  return connection.scheme === 'http' ? egress.options.via : rule.via
}
