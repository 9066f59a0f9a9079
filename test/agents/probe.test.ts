/** Promises of the host probe: on a real machine it measures what is named, in the units that are named. */

import { statfsSync } from 'node:fs'
import { freemem, totalmem, uptime } from 'node:os'
import { expect, test } from 'vitest'
import { createHostProbe } from '../../agents/probe.ts'
import { readingSchema } from '../../gateway/core/telemetry/reading.ts'

test('the first sample holds load, memory, disk, network and uptime, as the system itself has them', async () => {
  const values = await createHostProbe()()
  const { blocks, bsize } = statfsSync('/')
  expect(values['memory.total']).toBe(totalmem())
  expect(values['memory.used']).toBeLessThanOrEqual(totalmem() - 0.01 * freemem())
  expect(values['disk.root.total']).toBeGreaterThan(0.9 * blocks * bsize)
  expect(values['disk.root.total']).toBeLessThan(1.1 * blocks * bsize)
  expect(values['disk.root.used']).toBeLessThan(values['disk.root.total'] ?? 0)
  expect(values['cpu.load']).toBeGreaterThanOrEqual(0)
  expect(values['cpu.load']).toBeLessThanOrEqual(100)
  expect(Math.abs((values.uptime ?? 0) - uptime())).toBeLessThan(10)
  expect(values['net.rx_bytes']).toBeGreaterThanOrEqual(0)
})

test('every sample is a reading that the gateway takes; what starts programs is asked for now and then', async () => {
  const probe = createHostProbe()
  const samples = []
  for (let n = 0; n < 7; n++) samples.push(await probe())
  for (const values of samples) expect(readingSchema.safeParse({ values }).success).toBe(true)
  expect(samples.map((values) => 'disk.root.used' in values)).toEqual([
    true,
    false,
    false,
    false,
    false,
    false,
    true,
  ])
  expect(samples.every((values) => 'cpu.load' in values)).toBe(true)
})
