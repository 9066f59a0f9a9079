/** What a device is called and known by, everywhere: in certificates, topics, buckets and events. */
import { z } from 'zod'

/**
 * The name stands in MQTT topics, file names and certificates, so it is a DNS label (RFC 1123 §2.1) and cannot be
 * mistaken for a path or a wildcard.
 */
export const deviceName = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/, 'expected 1 to 40 of a-z, 0-9 and inner hyphens')
  .describe('Name of a device: a DNS label of at most 40 characters.')

/** A device that has an identity. `id` outlives renaming and never comes back: 16 hex digits. */
export interface DeviceIdentity {
  id: string
  name: string
}

/** `invited`: its one-time code was not used yet. `revoked`: its certificates count no more. */
export const deviceStates = ['invited', 'active', 'revoked'] as const
export type DeviceState = (typeof deviceStates)[number]
