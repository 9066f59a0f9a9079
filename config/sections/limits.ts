/** How much one request, one client and one connection may take, so that nobody can exhaust the gateway. */
import { z } from 'zod'
import { GiB, hourMs, KiB, MiB, minuteMs, secondMs } from '../../gateway/core/units.ts'
import { bytes, count, duration } from '../kinds.ts'

const aTime = { min: 100, max: 24 * hourMs }

export const limitsSchema = z
  .strictObject({
    holdBytes: bytes({ min: 0, max: 64 * MiB })
      .default(MiB)
      .describe(
        'A body up to this size is decided whole before its first byte leaves; a longer one streams.',
      ),
    maxHeldBytes: bytes({ min: MiB, max: 64 * GiB })
      .default(64 * MiB)
      .describe(
        'Bytes of bodies held at one time, over all connections. A body for which there is no room streams where its rule says `onLarge: stream`, and is refused (503) otherwise; 8 KiB of each are held all the same. As much again may wait of answers in HTTP/2 that clients read slowly; beyond it, their destinations wait.',
      ),
    maxClientHeldBytes: bytes({ min: MiB, max: 64 * GiB })
      .default(16 * MiB)
      .describe('The part of each of the two that one client may take.'),
    maxHeaderBytes: bytes({ min: KiB, max: MiB })
      .default(16 * KiB)
      .describe(
        'The most that all fields of a request may take together; its URL has `maxUrlBytes` besides. The head of a response may take four times as much.',
      )
      .meta({ 'x-restart': true }),
    maxUrlBytes: bytes({ min: 256, max: MiB })
      .default(8 * KiB)
      .describe('The longest URL a client may ask for.')
      .meta({ 'x-restart': true }),
    maxBodyBytes: bytes({ min: 0, max: 1024 * GiB })
      .default(16 * GiB)
      .describe(
        'The largest request or response body, counted as it passes on the wire; a longer response is cut. 0: no bound.',
      ),
    maxDecodedBytes: bytes({ min: 0, max: 1024 * GiB })
      .default(16 * GiB)
      .describe(
        'The largest body after its content coding (gzip, br, zstd, deflate) is undone; 0: no bound.',
      ),
    maxDecodedRatio: count({ min: 10, max: 100_000 }, 'times')
      .default(200)
      .describe(
        'How many times larger a body may become when decoded; beyond it, it counts as a decompression bomb.',
      ),
    maxConnections: count({ min: 1, max: 100_000 }, 'connections')
      .default(2000)
      .describe('Client connections open at one time.'),
    maxConnectionsPerClient: count({ min: 1, max: 100_000 }, 'connections')
      .default(256)
      .describe('Connections that one client address may have open at one time.'),
    headersTimeoutMs: duration(aTime)
      .default(15 * secondMs)
      .describe('How long a client may take to send the head of a request.')
      .meta({ 'x-restart': true }),
    bodyIdleTimeoutMs: duration(aTime)
      .default(minuteMs)
      .describe(
        'How long a client may send nothing in the middle of a body, or read nothing of an answer that waits for it. Over HTTP/2, beside answers that it does read, at least 205 s: they may share a slow line. A gRPC call in which both sides talk has `tunnelIdleTimeoutMs`.',
      ),
    bodyGraceMs: duration(aTime)
      .default(20 * secondMs)
      .describe('How long a client may send a body more slowly than `minBodyBytesPerSecond`.'),
    minBodyBytesPerSecond: count({ min: 0, max: 1_000_000_000 }, 'bytes per second')
      .default(240)
      .describe(
        'The least rate at which a client must send a body; a slower one ends with 408. Not for gRPC calls after their first message or once they are answered. 0: no bound but `bodyIdleTimeoutMs`.',
      ),
    keepAliveTimeoutMs: duration(aTime)
      .default(65 * secondMs)
      .describe('How long a client connection may wait for its next request.')
      .meta({ 'x-restart': true }),
    handshakeTimeoutMs: duration(aTime)
      .default(10 * secondMs)
      .describe('How long a TLS handshake may take, either side.'),
    connectTimeoutMs: duration(aTime)
      .default(10 * secondMs)
      .describe('How long connecting to a destination may take, name resolution included.'),
    upstreamHeadersTimeoutMs: duration(aTime)
      .default(5 * minuteMs)
      .describe('How long a destination may take until its answer begins. AI assistants think long.'),
    upstreamIdleTimeoutMs: duration(aTime)
      .default(5 * minuteMs)
      .describe('How long a destination may send nothing in the middle of an answer.'),
    tunnelIdleTimeoutMs: duration(aTime)
      .default(30 * minuteMs)
      .describe(
        'How long a tunnelled connection may be silent in both directions, and a client in a gRPC call in which both sides talk.',
      ),
    upstreamConnections: count({ min: 1, max: 10_000 }, 'connections')
      .default(64)
      .describe(
        'Connections kept to one destination at one time, shared out evenly among workers (rounded down), each of which has one at least. In HTTP/2 each client has its own, and as many more while the answers on others wait for a slow reader.',
      ),
  })
  .refine(({ holdBytes, maxHeldBytes }) => holdBytes <= maxHeldBytes, {
    message: 'is more than `maxHeldBytes`, so no such body is ever held: lower it, or raise the other',
    path: ['holdBytes'],
  })
  .refine(({ holdBytes, maxClientHeldBytes }) => holdBytes <= maxClientHeldBytes, {
    message: 'is more than `maxClientHeldBytes`, so no such body is ever held: lower it, or raise the other',
    path: ['holdBytes'],
  })
  .prefault({})
  .describe('How much one request, one client and one connection may take.')
