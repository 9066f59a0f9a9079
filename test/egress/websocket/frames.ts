/** Writes and reads WebSocket frames byte by byte (RFC 6455 §5.2), wrong ones too. */
import { randomBytes } from 'node:crypto'

export const opcodes = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const

export interface FrameOptions {
  opcode: number
  payload?: Buffer | string
  fin?: boolean
  /** The three reserved bits: 4, 2, 1. */
  reserved?: number
  /** What masks it: given bytes, none, or (true) random ones. */
  mask?: Buffer | boolean
  /** How its length is written, where not in the shortest way. */
  lengthBytes?: 2 | 8
  /** Where another length is claimed than the payload has. */
  claimed?: bigint
}

export function frame({ opcode, payload = '', fin = true, reserved = 0, ...as }: FrameOptions): Buffer {
  const data = Buffer.from(payload)
  const length = as.claimed ?? BigInt(data.length)
  const lengthBytes = as.lengthBytes ?? (length > 65_535n ? 8 : length > 125n ? 2 : 0)
  const head = Buffer.alloc(2 + lengthBytes)
  head[0] = (fin ? 0x80 : 0) | (reserved << 4) | opcode
  head[1] = lengthBytes === 0 ? Number(length) : lengthBytes === 2 ? 126 : 127
  if (lengthBytes === 2) head.writeUInt16BE(Number(length), 2)
  if (lengthBytes === 8) head.writeBigUInt64BE(length, 2)
  if (as.mask === undefined || as.mask === false) return Buffer.concat([head, data])
  const mask = as.mask === true ? randomBytes(4) : as.mask
  head[1] |= 0x80
  return Buffer.concat([head, mask, masked(data, mask)])
}

export function closePayload(code: number, reason = ''): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16BE(code)
  return Buffer.concat([bytes, Buffer.from(reason)])
}

export interface Frame {
  opcode: number
  fin: boolean
  reserved: number
  isMasked: boolean
  payload: Buffer
}

/** The frames that begin in these bytes, and what of the bytes is left. */
export function readFrames(bytes: Buffer): { frames: Frame[]; rest: Buffer } {
  const frames: Frame[] = []
  let at = 0
  for (;;) {
    const head = bytes.subarray(at)
    if (head.length < 2) break
    const short = head[1]! & 0x7f
    const lengthBytes = short === 126 ? 2 : short === 127 ? 8 : 0
    const isMasked = head[1]! >= 0x80
    const start = 2 + lengthBytes + (isMasked ? 4 : 0)
    if (head.length < start) break
    const length =
      lengthBytes === 0 ? short : lengthBytes === 2 ? head.readUInt16BE(2) : Number(head.readBigUInt64BE(2))
    if (head.length < start + length) break
    const raw = head.subarray(start, start + length)
    const payload = isMasked ? masked(raw, head.subarray(start - 4, start)) : Buffer.from(raw)
    frames.push({
      opcode: head[0]! & 0x0f,
      fin: head[0]! >= 0x80,
      reserved: (head[0]! >> 4) & 7,
      isMasked,
      payload,
    })
    at += start + length
  }
  return { frames, rest: bytes.subarray(at) }
}

function masked(data: Buffer, mask: Buffer): Buffer {
  return Buffer.from(data.map((byte, i) => byte ^ mask[i & 3]!))
}
