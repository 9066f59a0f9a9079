/** Says how a destination's HTTP/2 session is kept within bounds, and what it is told first. */
import type { UpstreamHttp2 } from '../options.ts'

export function upstreamSettings(told: UpstreamHttp2) {
  const { maxConcurrentStreams } = told
  return {
    maxHeaderListPairs: 1000,
    maxSessionInvalidFrames: 100,
    maxSessionRejectedStreams: 100,
    maxOutstandingPings: 10,
    maxSettings: 32,
    maxSessionMemory: 64,
    strictSingleValueFields: false,
    settings: {
      // RFC 9113 §8.4: nobody asked for it, and nobody would look into it.
      enablePush: false,
      headerTableSize: told.headerTableBytes,
      initialWindowSize: told.initialWindowBytes,
      maxHeaderListSize: told.maxHeaderListBytes,
      ...(maxConcurrentStreams === null ? {} : { maxConcurrentStreams }),
    },
  }
}
