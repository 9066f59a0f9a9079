/** Says that a token of a known form was found, and how sure its checksum makes that. */
import type { Finding } from '../../entity.ts'
import type { TextView } from '../../text-view.ts'
import { carriesChecksum } from './checksums.ts'
import type { TokenFormat } from './token-format.ts'

export function tokenFinding(
  text: TextView,
  { start, end }: { start: number; end: number },
  format: TokenFormat,
): Finding {
  const reasons = [`format:${format.name}`]
  const isChecked = format.check !== null && carriesChecksum(text, { start, end }, format.check)
  if (isChecked) reasons.push('crc32')
  return { type: 'SECRET', start, end, score: isChecked ? 0.99 : format.score, reasons }
}
