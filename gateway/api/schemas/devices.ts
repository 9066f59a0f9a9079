/** The shapes in which devices travel over the API. */
import { z } from 'zod'
import { deviceName, deviceStates } from '../../core/device/device.ts'
import { sshKeyTypes } from '../../core/device/record.ts'
import { next } from './page.ts'

const millis = z.int().describe('Milliseconds since 1970-01-01T00:00:00Z.')

export const deviceIdentity = z.object({ id: z.string(), name: z.string() })

const certificate = z.object({
  fingerprint: z.string().describe('SHA-256, upper-case hex pairs joined by colons.'),
  notBefore: millis,
  notAfter: millis,
  issuedAt: millis,
  seenAt: millis.nullable().describe('When a session was first opened with it.'),
})

const sshKey = z.object({
  fingerprint: z.string().describe('As ssh-keygen prints it.'),
  type: z.enum(sshKeyTypes),
  key: z.string(),
  addedAt: millis,
})

export const deviceRecord = deviceIdentity.extend({
  state: z.enum(deviceStates),
  addedAt: millis,
  enrolledAt: millis.nullable(),
  revokedAt: millis.nullable(),
  seenAt: millis
    .nullable()
    .describe(
      'When it last sent something to the box itself, to the minute; its web traffic is in the journal.',
    ),
  inviteEndsAt: millis.nullable().describe('Until when its one-time code can be used.'),
  certificates: z.array(certificate).readonly(),
  sshKeys: z.array(sshKey).readonly(),
})

export const deviceList = z.object({ devices: z.array(deviceRecord).readonly(), next })

export const invitation = z.object({
  device: deviceIdentity,
  code: z.string().describe('Shown once, kept nowhere.'),
  endsAt: millis,
})

export const deviceParams = z.object({ name: deviceName })

/** Any name at all: what is wrong with it is said by the registry, in words. */
export const newDeviceParams = z.object({ name: z.string().max(100) })

export const sshKeyQuery = z.strictObject({
  key: z.string().min(1).max(4096).describe('One line of a `.pub` file.'),
})
