/** Devices that have an identity: how they get it, and how they report. */
import { z } from 'zod'
import { minuteMs, secondMs } from '../../gateway/core/units.ts'
import { bytes, count, duration, flag, listenHost, listenPort } from '../kinds.ts'

export const devicesSchema = z
  .strictObject({
    certificateDays: count({ min: 1, max: 90 }, 'days')
      .default(30)
      .describe("How long a device's certificate lives; the device renews it by itself after two thirds."),
    inviteMs: duration({ min: minuteMs, max: 24 * 60 * minuteMs })
      .default(15 * minuteMs)
      .describe('How long the one-time code of `gatehouse device add` can be used.'),
  })
  .prefault({})
  .describe('Machines with an identity of their own: cameras, terminals, agents.')

export const brokerSchema = z
  .strictObject({
    enabled: flag().default(true).describe('Whether devices can report by MQTT.').meta({ 'x-restart': true }),
    host: listenHost()
      .default('127.0.0.1')
      .describe('The address that MQTT over TLS listens on; devices show a certificate of the office.')
      .meta({ 'x-restart': true }),
    port: listenPort().default(8883).describe('The port of MQTT over TLS.').meta({ 'x-restart': true }),
    maxPacketBytes: bytes({ min: 256, max: 1024 * 1024 })
      .default(16 * 1024)
      .describe('A longer packet ends its session before it is read into memory.'),
    messagesPerSecond: count({ min: 1, max: 10_000 }, 'messages')
      .default(20)
      .describe('What one device may send on average; it is slowed down beyond it, never the others.'),
    maxSessions: count({ min: 1, max: 100_000 }, 'sessions')
      .default(2000)
      .describe('Sessions at the same time.'),
    connectMs: duration({ min: secondMs, max: minuteMs })
      .default(10 * secondMs)
      .describe('TLS handshake and CONNECT packet must be done within this time.'),
    drainMs: duration({ min: secondMs, max: 10 * minuteMs })
      .default(10 * secondMs)
      .describe('A subscriber that takes nothing for this long is dropped.'),
  })
  .prefault({})
  .describe('The MQTT broker.')
