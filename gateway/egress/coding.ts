/** Undoes and redoes a body's content codings, within bounds that a decompression bomb cannot pass. */
import { pipeline, Readable, Transform } from 'node:stream'
import {
  constants,
  createBrotliCompress,
  createBrotliDecompress,
  createDeflate,
  createGunzip,
  createGzip,
  createInflate,
  createZstdCompress,
  createZstdDecompress,
  type ZlibOptions,
} from 'node:zlib'
import { GatewayError } from '../core/errors.ts'
import { knownCodings } from '../core/http/fields.ts'
import { MiB } from '../core/units.ts'
import { emptyFrame, ZstdFrame } from './zstd-frame.ts'

/** RFC 9110 §8.4: nobody applies more; each further one multiplies what a small body can become. */
const maxCodings = 2

/** True where each coding can be undone and done again here. */
export function canRecode(codings: readonly string[]): boolean {
  return codings.length <= maxCodings && codings.every((coding) => knownCodings.has(coding))
}

/**
 * A stage before the decoder takes one chunk and no more: streams count their buffers in bytes, and 64 KiB of one-byte
 * chunks are megabytes of objects in each. What waits, waits in the request, which hands it on as one.
 */
const oneChunk = { highWaterMark: 1, writableHighWaterMark: 1 }

export interface DecodeLimits {
  maxDecodedBytes: number
  maxDecodedRatio: number
  /** What stands behind the end of deflate or br, and zeros behind that of gzip, is left out; absent: it is malformed. */
  ignoresRest?: boolean
}

/**
 * The decoded body. `codings` in the order they were applied. The iterable throws GatewayError CONTENT_MALFORMED for
 * what is not in the named coding or ends early, and CONTENT_LIMIT for what grows beyond the limits.
 */
export async function* decoded(
  source: AsyncIterable<Buffer>,
  codings: readonly string[],
  limits: DecodeLimits,
): AsyncGenerator<Buffer> {
  let bytesIn = 0
  let bytesOut = 0
  const isTooMuch = (bytes: number) =>
    (limits.maxDecodedBytes > 0 && bytes > limits.maxDecodedBytes) ||
    (bytes > MiB && bytes > bytesIn * limits.maxDecodedRatio)
  async function* counted() {
    for await (const chunk of source) {
      bytesIn += chunk.length
      yield chunk
    }
  }
  const members: (() => boolean)[] = []
  const rest = limits.ignoresRest === true ? 'ignored' : 'malformed'
  const stages = codings
    .toReversed()
    // A bomb may lie in the middle: what the first coding hides may be long, and what the second one makes of it short.
    .flatMap((coding, index) => [
      ...(index > 0 ? [bounded(isTooMuch)] : []),
      ...decoder(coding, members, rest),
    ])
  let failure: unknown = null
  const first = Readable.from(counted(), { objectMode: false, ...oneChunk })
  const last = chain(first, stages, (error) => {
    failure = error
  })
  try {
    for await (const chunk of last as AsyncIterable<Buffer>) {
      bytesOut += chunk.length
      if (isTooMuch(bytesOut)) throw new GatewayError('CONTENT_LIMIT')
      yield chunk
    }
    if (!members.every((whole) => whole()))
      throw new GatewayError('CONTENT_MALFORMED', { what: 'content-encoding' })
  } catch (error) {
    throw translated(failure ?? error)
  }
}

/** The body in its codings again. */
export async function* encoded(
  source: AsyncIterable<Uint8Array>,
  codings: readonly string[],
): AsyncGenerator<Buffer> {
  yield* through(source, codings.flatMap(encoder))
}

/** The same for an answer that is read while it comes: each piece leaves at once, which costs a few bytes. */
export async function* encodedAtOnce(
  source: AsyncIterable<Uint8Array>,
  codings: readonly string[],
): AsyncGenerator<Buffer> {
  yield* through(source, codings.flatMap(promptEncoder))
}

async function* through(source: AsyncIterable<Uint8Array>, stages: Transform[]): AsyncGenerator<Buffer> {
  let failure: unknown = null
  const last = chain(Readable.from(source, { objectMode: false }), stages, (error) => {
    failure = error
  })
  try {
    yield* last as AsyncIterable<Buffer>
  } catch (error) {
    throw failure ?? error
  }
}

function chain(first: Readable, stages: Transform[], failed: (error: unknown) => void): Readable | Transform {
  const last = stages.at(-1)
  if (last === undefined) return first
  // The callback hears the first error of any stage; the last stage is destroyed with it and ends the iteration.
  pipeline([first, ...stages], (error) => {
    if (error) failed(error)
  })
  return last
}

function translated(error: unknown): unknown {
  const code = (error as { code?: unknown } | null)?.code
  const isZlib =
    typeof code === 'string' && (code.startsWith('Z_') || code.startsWith('ERR_') || code.startsWith('ZSTD_'))
  return isZlib && !(error instanceof GatewayError) && code !== 'ERR_STREAM_PREMATURE_CLOSE'
    ? new GatewayError('CONTENT_MALFORMED', { what: 'content-encoding' }, { cause: error })
    : error
}

/**
 * What stands behind the end of the coded data would leave without having been looked into, since nothing but it may be
 * forwarded as it came: it is malformed.
 */
const whole = { rejectGarbageAfterEnd: true, writableHighWaterMark: 1 }

/** Of an answer that is given back, which nobody keeps anything from. */
const beginning = { rejectGarbageAfterEnd: false, writableHighWaterMark: 1 }

/** `members` is told how to find out afterwards whether all of the input was read. */
function decoder(coding: string, members: (() => boolean)[], rest: 'ignored' | 'malformed'): Transform[] {
  const options = rest === 'ignored' ? beginning : whole
  switch (coding) {
    case 'gzip':
    case 'x-gzip':
      return rest === 'ignored' ? [createGunzip(beginning)] : gunzip(members)
    case 'deflate':
      return [createInflate(options)]
    case 'br':
      return [createBrotliDecompress(options)]
    case 'zstd':
      // RFC 8878 §3.1.1.1.2 recommends 8 MiB as the window that everybody supports: more is a memory attack.
      return [
        oneFrame(members),
        createZstdDecompress({ ...whole, params: { [constants.ZSTD_d_windowLogMax]: 23 } }),
      ]
    default:
      throw new GatewayError('CONTENT_MALFORMED', { what: 'content-encoding' })
  }
}

/** RFC 1952 §2.2 allows several members, which `rejectGarbageAfterEnd` does not: the bytes are counted instead. */
function gunzip(members: (() => boolean)[]): Transform[] {
  let fed = 0
  const count = new Transform({
    ...oneChunk,
    transform(chunk: Buffer, _encoding, done) {
      fed += chunk.length
      done(null, chunk)
    },
  })
  const stage = createGunzip({ writableHighWaterMark: 1 } as ZlibOptions)
  members.push(() => stage.bytesWritten === fed)
  return [count, stage]
}

/** Node's decoder passes over skippable frames, and reads a second frame or not by where chunks end. */
function oneFrame(members: (() => boolean)[]): Transform {
  const frame = new ZstdFrame()
  let behind = 0
  members.push(() => frame.isWhole && (behind === 0 || behind === emptyFrame.length))
  return new Transform({
    ...oneChunk,
    transform(chunk: Buffer, _encoding, done) {
      const end = frame.take(chunk)
      const isOne = end !== null && chunk.subarray(end).every((byte) => byte === emptyFrame[behind++])
      if (isOne) done(null, chunk.subarray(0, end))
      else done(new GatewayError('CONTENT_MALFORMED', { what: 'content-encoding' }))
    },
  })
}

/** Not every receiver reads a second frame, even where it is empty. */
function withoutEmptyFrame(): Transform {
  const frame = new ZstdFrame()
  return new Transform({
    ...oneChunk,
    transform(chunk: Buffer, _encoding, done) {
      done(null, chunk.subarray(0, frame.take(chunk) ?? chunk.length))
    },
  })
}

/** What stands between two codings, under the same bounds as what comes out in the end. */
function bounded(isTooMuch: (bytes: number) => boolean): Transform {
  let bytes = 0
  return new Transform({
    ...oneChunk,
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      if (isTooMuch(bytes)) done(new GatewayError('CONTENT_LIMIT'))
      else done(null, chunk)
    },
  })
}

function encoder(coding: string): Transform | Transform[] {
  switch (coding) {
    case 'gzip':
    case 'x-gzip':
      return createGzip()
    case 'deflate':
      return createDeflate()
    case 'br':
      // Quality 11, the default, costs a second a megabyte: a proxy re-encodes at what servers use for live content.
      return createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: 4 } })
    case 'zstd':
      return [createZstdCompress(), withoutEmptyFrame()]
    default:
      throw new GatewayError('INTERNAL')
  }
}

function promptEncoder(coding: string): Transform | Transform[] {
  switch (coding) {
    case 'gzip':
    case 'x-gzip':
      return createGzip({ flush: constants.Z_SYNC_FLUSH })
    case 'deflate':
      return createDeflate({ flush: constants.Z_SYNC_FLUSH })
    case 'br':
      return createBrotliCompress({
        flush: constants.BROTLI_OPERATION_FLUSH,
        params: { [constants.BROTLI_PARAM_QUALITY]: 4 },
      })
    case 'zstd':
      return [createZstdCompress({ flush: constants.ZSTD_e_flush }), withoutEmptyFrame()]
    default:
      throw new GatewayError('INTERNAL')
  }
}
