/** Bytes inside JSON frames: Base64, as RFC 4648 §4 has it. */
import { Buffer } from 'node:buffer'
import { z } from 'zod'

/** `max`: of the bytes. */
export function base64(max: number) {
  return z
    .string()
    .max(Math.ceil(max / 3) * 4)
    .regex(/^[A-Za-z0-9+/]*={0,2}$/)
}

export function toBase64({ buffer, byteOffset, length }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, length).toString('base64')
}

export function fromBase64(text: string): Buffer {
  return Buffer.from(text, 'base64')
}
