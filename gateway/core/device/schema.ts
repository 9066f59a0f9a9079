/** What a device and the gateway say to each other at enrolment: one description that both sides check by. */
import { z } from 'zod'
import { statusSchema, storedSchema } from '../telemetry/reading.ts'
import { deviceName } from './device.ts'
import { parseInviteCode } from './invite-code.ts'

/** The code as a person typed it, taken apart. */
export const inviteCode = z.string().transform((text, context) => {
  const code = parseInviteCode(text)
  if (code !== null) return code
  context.addIssue({ code: 'custom', message: 'expected the nine groups of five letters and digits' })
  return z.NEVER
})

/** A P-256 request is about 400 bytes in PEM, an RSA one of 4096 bits 1,700, so that even that is told what is wrong. */
export const maxRequestLength = 8192

export const enrolmentRequest = z.strictObject({
  code: z.string().min(1).max(100).describe('The one-time code of `gatehouse device add`.'),
  csr: z.string().min(1).max(maxRequestLength).describe('A PKCS#10 request (PEM) for an ECDSA key on P-256.'),
})
export type EnrolmentRequest = z.output<typeof enrolmentRequest>

const endpoint = z.object({ host: z.string(), port: z.int().min(0).max(65_535).describe('0: switched off.') })

export const enrolmentAnswer = z.object({
  device: z.object({ id: z.string().regex(/^[0-9a-f]{16}$/), name: deviceName }),
  chain: z.string().describe("PEM: the device's certificate, then the root that issued it."),
  roots: z.string().describe('PEM: every root of the office that the device should trust now.'),
  broker: endpoint.describe('MQTT over TLS with the certificate.'),
  files: endpoint.describe('HTTPS with the certificate: files, and `POST /certificate` for the next one.'),
})

/** Agents read only schemas of the gateway, so the two that they need of telemetry are handed on here. */
export const agentMessages = { status: statusSchema, stored: storedSchema }
