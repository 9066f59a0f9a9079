/** Promises about what is said of a destination whose stream or connection ended early. */
import { constants } from 'node:http2'
import { expect, test } from 'vitest'
import { UpstreamReset } from '../../../gateway/egress/http2/upstream-reset.ts'
import { upstreamFault } from '../../../gateway/egress/upstream-fault.ts'

// Whether Node hands on what the socket ended with, or a plain end, depends on when it comes: see ghosts.test.ts for both.
const ofSocket = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET', syscall: 'read' })
const ofStream = Object.assign(new Error('reset'), { code: 'ERR_HTTP2_STREAM_ERROR' })

test.each([
  ['the connection was reset', constants.NGHTTP2_INTERNAL_ERROR, ofSocket, 'upstream-unreachable'],
  ['the connection ended', constants.NGHTTP2_CANCEL, null, 'upstream-unreachable'],
  ['the destination reset the stream', constants.NGHTTP2_INTERNAL_ERROR, ofStream, 'upstream-protocol'],
  ['the destination cancelled the stream', constants.NGHTTP2_CANCEL, ofStream, 'upstream-protocol'],
] as const)('where %s, the journal says so', (_, code, cause, reason) => {
  expect(upstreamFault(new UpstreamReset(code, { cause, answered: false, isLeft: false }))).toBe(reason)
})
