/** The rules at the broker's door: which TLS is spoken, and what is wrong with its port. */
import { constants } from 'node:crypto'
import type { Socket } from 'node:net'
import type { SecureContextOptions } from 'node:tls'
import { GatewayError } from '../core/errors.ts'

/** What the listener shows, and (`ca`) the roots of the office authority, whose devices it takes; PEM. */
export type BrokerCertificate = Required<Pick<SecureContextOptions, 'cert' | 'key' | 'ca'>>

export const tlsRules = {
  requestCert: true,
  rejectUnauthorized: true,
  minVersion: 'TLSv1.2',
  // A resumed session would skip looking at the certificate's dates; devices stay connected, so it would save nothing.
  secureOptions: constants.SSL_OP_NO_TICKET,
} as const

export function peerOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`
}

export function portError(error: unknown, port: number): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : ''
  if (code === 'EADDRINUSE') {
    const hint = 'Set broker.port to another port, or stop the program that holds this one.'
    return new GatewayError('PORT_IN_USE', { port }, { hint, cause: error })
  }
  if (code === 'EACCES') {
    const hint = 'Set broker.port to 1024 or above.'
    return new GatewayError('PORT_FORBIDDEN', { port }, { hint, cause: error })
  }
  return error
}
