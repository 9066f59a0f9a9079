/** Puts the ciphers of TLS in the order in which this processor is quick with them. */
import { Buffer } from 'node:buffer'
import { type CipherGCMTypes, createCipheriv } from 'node:crypto'
import { DEFAULT_CIPHERS } from 'node:tls'
import type { Clock } from '../core/ports.ts'

/** For TLS 1.3 (RFC 8446 §B.4), then for TLS 1.2 (RFC 5289, RFC 7905). */
const withAes = ['TLS_AES_128_GCM_SHA256', 'ECDHE-ECDSA-AES128-GCM-SHA256']
const withChaCha = ['TLS_CHACHA20_POLY1305_SHA256', 'ECDHE-ECDSA-CHACHA20-POLY1305']

const sample = Buffer.alloc(32 * 1024)
const rounds = 5
/** Less of a lead is noise; it is twice and more where the processor has no instructions for AES (Raspberry Pi 4). */
const lead = 1.3

/**
 * For the side of TLS that faces clients, in OpenSSL's words. It decides, since both have to do the same work and the
 * gateway does it for a whole office. All ciphers stay on offer: a client that knows but one is served with that.
 */
export function cipherOrder(clock: Pick<Clock, 'monotonic'>): string {
  const aes = timeOf('aes-128-gcm', 16, clock)
  const chaCha = timeOf('chacha20-poly1305' as CipherGCMTypes, 32, clock)
  const first = aes > lead * chaCha ? [...withChaCha, ...withAes] : [...withAes, ...withChaCha]
  return [...first, ...DEFAULT_CIPHERS.split(':').filter((name) => !first.includes(name))].join(':')
}

/** Milliseconds for the sample; the best of a few, since the machine does other things, too. */
function timeOf(cipher: CipherGCMTypes, keyBytes: number, clock: Pick<Clock, 'monotonic'>): number {
  let best = Number.POSITIVE_INFINITY
  for (let round = 0; round < rounds; round += 1) {
    // Nothing is kept secret by it.
    const began = clock.monotonic()
    const stream = createCipheriv(cipher, sample.subarray(0, keyBytes), sample.subarray(0, 12), {
      authTagLength: 16,
    })
    stream.update(sample)
    stream.final()
    best = Math.min(best, clock.monotonic() - began)
  }
  return best
}
