/** Says whether a sealed request is the one that its facts tell of: a worker handed over both, and the owner was shown the facts. */
import { parseAuthority } from '../http/authority.ts'
import { fieldName } from '../http/fields.ts'
import { journalHost } from '../policy/journal-host.ts'
import { templateOf } from '../policy/target-template.ts'
import type { OriginalContent } from './content.ts'
import type { OriginalFacts } from './original.ts'

export function isSameRequest(content: OriginalContent, facts: OriginalFacts): boolean {
  return (
    content.scheme === facts.scheme &&
    content.port === facts.port &&
    content.method === facts.method &&
    journalHost(content.host) === facts.destination &&
    isForHost(content) &&
    templateOf(content.target) === facts.path &&
    content.body.length === facts.bytes
  )
}

/** RFC 9110 §7.2: one address may serve many hosts, and this field says which. */
function isForHost({ scheme, host, port, fields }: OriginalContent): boolean {
  const values = fields.filter((_value, i) => i % 2 === 1 && fieldName(fields[i - 1] ?? '') === 'host')
  const named = values.length === 1 ? parseAuthority(values[0] ?? '') : null
  return named?.host === host && (named.port ?? (scheme === 'https' ? 443 : 80)) === port
}
