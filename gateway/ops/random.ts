/** Hands out random bytes from a pool: asking the system for six bytes costs as much as asking for thousands. */
import { randomFillSync } from 'node:crypto'

const poolBytes = 4096

/** A source of cryptographically strong bytes; each byte is handed out once. */
export function pooledRandom(): (length: number) => Buffer {
  const pool = Buffer.allocUnsafeSlow(poolBytes)
  let used = poolBytes
  return (length) => {
    if (length > poolBytes) return randomFillSync(Buffer.allocUnsafe(length))
    if (used + length > poolBytes) {
      randomFillSync(pool)
      used = 0
    }
    const bytes = Buffer.from(pool.subarray(used, used + length))
    pool.fill(0, used, used + length)
    used += length
    return bytes
  }
}
