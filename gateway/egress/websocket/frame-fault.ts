/** Says what was wrong with a side's frames, and the close code that tells it (RFC 6455 §7.4.1, RFC 7692 §7.2.3). */

export interface FrameFault {
  /** Other than RFC 6455 has it, longer than a message may be, more than is read, or no room to hold it. */
  kind: 'malformed' | 'too-large' | 'flood' | 'busy'
  code: number
}

/** Of what the frame reader or zlib threw. */
export function faultOf(error: NodeJS.ErrnoException): FrameFault {
  const { code = '' } = error
  switch (code) {
    case 'WS_ERR_INVALID_UTF8':
      return { kind: 'malformed', code: 1007 }
    case 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH':
    case 'WS_ERR_UNSUPPORTED_DATA_PAYLOAD_LENGTH':
      return { kind: 'too-large', code: 1009 }
    case 'WS_ERR_TOO_MANY_BUFFERED_PARTS':
      return flood
    default:
      // What does not unpack is data that does not fit its type.
      return code.startsWith('Z_') ? { kind: 'malformed', code: 1007 } : wrong
  }
}

/** A protocol error. */
export const wrong: FrameFault = { kind: 'malformed', code: 1002 }

export const flood: FrameFault = { kind: 'flood', code: 1008 }

/** IANA's registry: try again later. */
export const busy: FrameFault = { kind: 'busy', code: 1013 }
