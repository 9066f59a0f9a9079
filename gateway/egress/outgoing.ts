/** Shapes the fields of a request for its destination. */
import { fieldName, narrowAcceptEncoding } from '../core/http/fields.ts'

const narrowed = new Map<string, string>()
const maxNarrowed = 200

/**
 * Host first (RFC 9110 §7.2), Accept-Encoding narrowed, Via appended and `Sec-GPC: 1` said where wanted; everything else
 * as it came.
 */
export function outgoingFields(
  fields: readonly string[],
  add: { host: string; via: string | null; gpc: boolean },
): string[] {
  const out = ['Host', add.host]
  let { via, gpc } = add
  for (let i = 0; i < fields.length; i += 2) {
    const name = fields[i] as string
    const value = fields[i + 1] as string
    switch (fieldName(name)) {
      case 'accept-encoding':
        out.push(name, narrow(value))
        break
      case 'via':
        out.push(name, via === null ? value : `${value}, ${via}`)
        via = null
        break
      case 'sec-gpc':
        // w3c.github.io/gpc: nothing but one `1` means anything, and it must not be there twice.
        if (!add.gpc) out.push(name, value)
        else if (gpc) out.push(name, '1')
        gpc = false
        break
      default:
        out.push(name, value)
    }
  }
  if (via !== null) out.push('Via', via)
  if (gpc) out.push('Sec-GPC', '1')
  return out
}

/** Browsers send one of a handful of values: each is narrowed once. */
function narrow(value: string): string {
  const known = narrowed.get(value)
  if (known !== undefined) return known
  const result = narrowAcceptEncoding(value)
  if (narrowed.size < maxNarrowed) narrowed.set(value, result)
  return result
}
