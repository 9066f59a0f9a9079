/** Helps the tests of what words tell: where every word of a text begins, so that all of them are asked. */
import { isWordByte } from '../../../../../gateway/core/pii/bytes.ts'

export function wordStarts(bytes: Uint8Array): number[] {
  const starts: number[] = []
  for (let at = 0; at < bytes.length; at++)
    if (isWordByte(bytes[at]!) && (at === 0 || !isWordByte(bytes[at - 1]!))) starts.push(at)
  return starts
}
