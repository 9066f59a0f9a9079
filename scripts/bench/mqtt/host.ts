/** Makes up the readings of an ordinary office machine, the same for the same seed: eight values that wander as real ones do. */
import { Random } from '../random.ts'

export interface MadeUpHost {
  next(): Record<string, number>
  /** How far from the full second a reading is taken. */
  jitterMs(): number
}

export function createHost(seed: number): MadeUpHost {
  const source = new Random(seed + 1)
  const random = () => source.below(1_000_000) / 1_000_000
  // The sum of uniform numbers is near enough to a normal one.
  const noise = () => random() + random() + random() + random() - 2
  let [load, temperature, memoryPages, network, disk] = [12, 51, 300_000, 20_000, 45.2]
  let second = 0
  const rounded = (value: number, places: number) => Number(value.toFixed(places))
  return {
    next() {
      second++
      load = Math.max(0, load + (12 - load) * 0.1 + noise() * 3)
      temperature += (51 - temperature) * 0.02 + noise() * 0.15
      memoryPages = Math.max(1, memoryPages + Math.round(noise() * 20))
      network = Math.max(0, 20_000 + noise() * 9000)
      if (second % 300 === 0) disk += 0.1
      return {
        'cpu.load': rounded(load, 1),
        'cpu.temperature': rounded(temperature, 1),
        'memory.used': memoryPages * 4096,
        'disk.root.used': rounded(disk, 1),
        'net.received': Math.round(network),
        'net.sent': Math.round(network * 0.3 + random() * 500),
        'load.one': rounded(load / 10 + 0.1, 2),
        'processes.count': 142 + Math.round(noise() * 2),
      }
    },
    jitterMs: () => Math.round(Math.abs(noise()) * 4),
  }
}
