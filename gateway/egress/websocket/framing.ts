/** The one door to `ws`: its frame reader, frame writer and compression, by their public names. */
import type { Buffer } from 'node:buffer'
import type { Duplex, Writable } from 'node:stream'
import * as ws from 'ws'

/** What the parts of `ws` are asked for here; its published types leave them out. A test reads them back. */
interface Framing {
  /** Takes the bytes of one side and emits `message`, `ping`, `pong`, `conclude`, and `error` once. */
  Receiver: new (options: {
    /** True where the other side is a client, whose frames must be masked (RFC 6455 §5.1). */
    isServer: boolean
    extensions: FrameExtensions
    maxPayload: number
    maxFragments: number
    maxBufferedChunks: number
  }) => Writable
  Sender: new (socket: Duplex, extensions: FrameExtensions) => FrameSender
  PerMessageDeflate: new (options: DeflateOptions) => PerMessageDeflate
  extension: {
    parse(header: string): Record<string, DeflateOffer[]>
    format(extensions: Record<string, DeflateParameters[]>): string
  }
}

export type FrameExtensions = Record<string, PerMessageDeflate>

export interface FrameSender {
  send(
    data: Buffer,
    options: { binary: boolean; compress: boolean; fin: boolean; mask: boolean },
    sent?: (error?: Error) => void,
  ): void
  ping(data: Buffer, mask: boolean): void
  pong(data: Buffer, mask: boolean): void
  close(code: number | undefined, reason: Buffer, mask: boolean): void
}

export interface DeflateOptions {
  isServer: boolean
  maxPayload: number
  threshold: number
}

/** RFC 7692 §7.1, as they came: each parameter may stand several times. */
export type DeflateOffer = Record<string, (string | true)[]>

/** The same, agreed upon. */
export interface DeflateParameters {
  server_no_context_takeover?: true
  client_no_context_takeover?: true
  server_max_window_bits?: number
  client_max_window_bits?: number | true
}

type Inflated = (error: Error | null, data?: Buffer) => void

export interface PerMessageDeflate {
  params: DeflateParameters | null
  accept(offers: DeflateOffer[]): DeflateParameters
  decompress(data: Buffer, fin: boolean, done: Inflated): void
  cleanup(): void
}

export type { Inflated }

export const { Receiver, Sender, PerMessageDeflate, extension } = ws as unknown as Framing

export const deflateName = 'permessage-deflate'
