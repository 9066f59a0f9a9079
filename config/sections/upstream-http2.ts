/** What destinations are told of us in HTTP/2; the defaults are what Chromium tells them. */
import { z } from 'zod'
import { GiB, KiB, MiB } from '../../gateway/core/units.ts'
import { bytes, count } from '../kinds.ts'

export const upstreamHttp2Schema = z
  .strictObject({
    headerTableBytes: bytes({ min: 0, max: MiB })
      .default(64 * KiB)
      .describe('Memory for compressed header fields of a connection (SETTINGS_HEADER_TABLE_SIZE).'),
    initialWindowBytes: bytes({ min: 16 * KiB, max: 64 * MiB })
      .default(6 * MiB)
      .describe(
        'How much of one answer a destination may send ahead (SETTINGS_INITIAL_WINDOW_SIZE): held here where a client reads slowly.',
      ),
    connectionWindowBytes: bytes({ min: 64 * KiB, max: GiB })
      .default(15 * MiB)
      .describe('The same of all answers of one connection together (WINDOW_UPDATE on stream 0).'),
    maxHeaderListBytes: bytes({ min: 16 * KiB, max: MiB })
      .default(256 * KiB)
      .describe(
        'The longest head of an answer (SETTINGS_MAX_HEADER_LIST_SIZE), counted as RFC 9113 §6.5.2 does.',
      ),
    maxConcurrentStreams: count({ min: 0, max: 1000 }, 'streams')
      .nullable()
      .default(null)
      .describe(
        'Streams that a destination may open (SETTINGS_MAX_CONCURRENT_STREAMS); null says nothing. Push is refused in any case.',
      )
      .meta({ 'x-unit': 'streams' }),
  })
  .prefault({})
  .describe('What destinations are told in HTTP/2 (RFC 9113 §6.5).')
