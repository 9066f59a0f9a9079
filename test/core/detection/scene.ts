/** Lets a detector live through days in a moment: events at their times, looks in between, and all that it said. */
import type { Detector, Finding } from '../../../gateway/core/detection/signal.ts'
import type { DeviceIdentity } from '../../../gateway/core/device/device.ts'
import type { GatewayEventName, GatewayEvents } from '../../../gateway/core/events.ts'
import { dayMs, hourMs, minuteMs, secondMs } from '../../../gateway/core/units.ts'

export const began = Date.UTC(2026, 10, 2)
export const [second, minute, hour, day] = [secondMs, minuteMs, hourMs, dayMs] as const

export interface Said extends Finding {
  /** Watch time. */
  at: number
}

export interface Scene {
  readonly said: readonly Said[]
  readonly now: number
  /** Passes time, with a look every `everyMs`. */
  pass(ms: number, everyMs?: number): void
  publish<Name extends GatewayEventName>(name: Name, event: GatewayEvents[Name]): void
}

export function sceneOf(detector: Detector, start = began): Scene {
  const said: Said[] = []
  let now = start
  const hear = (findings: readonly Finding[]) => {
    for (const finding of findings) said.push({ ...finding, at: now })
  }
  return {
    said,
    get now() {
      return now
    },
    pass(ms, everyMs = 5 * second) {
      const until = now + ms
      while (now < until) {
        now = Math.min(now + everyMs, until)
        hear(detector.tick(now))
      }
    },
    publish(name, event) {
      hear(detector.hears[name]?.(event, now) ?? [])
    },
  }
}

export function deviceNamed(name: string): DeviceIdentity {
  return { id: Buffer.from(name).toString('hex').padEnd(16, '0').slice(0, 16), name }
}

/** One message of a device. */
export function speaks(scene: Scene, device: DeviceIdentity): void {
  scene.publish('reading.received', {
    device,
    reading: { v: 1, values: { 'cpu.load': 0.5 } },
    at: scene.now,
  })
}

/** Messages at a fixed distance, for so long. */
export function speaksEvery(
  scene: Scene,
  device: DeviceIdentity,
  rhythm: { every: number; during: number },
): void {
  const until = scene.now + rhythm.during
  while (scene.now + rhythm.every <= until) {
    scene.pass(rhythm.every, Math.min(rhythm.every, minute))
    speaks(scene, device)
  }
}
