/** Measures the machine: the one place that asks `systeminformation`, which reads files and starts small programs. */
import si from 'systeminformation'

/** Series → value. What this machine cannot say is left out. */
export type Values = Record<string, number>

/** Disk and temperature change slowly, and asking for them starts programs: every so many samples is enough. */
const slowEvery = 6

/**
 * Units: load in percent, memory, disk and network in bytes (network since the machine's start), degrees Celsius, seconds.
 * The first sample holds everything.
 */
export function createHostProbe(): () => Promise<Values> {
  let samples = 0
  return async () => {
    const isSlow = samples++ % slowEvery === 0
    const [quick, slow] = await Promise.all([quickValues(), isSlow ? slowValues() : {}])
    return finiteOnly({ ...quick, ...slow })
  }
}

type Found = Readonly<Record<string, number | null | undefined>>

async function quickValues(): Promise<Found> {
  const [load, memory, interfaces] = await Promise.all([
    attempt(() => si.currentLoad()),
    attempt(() => si.mem()),
    attempt(() => si.networkStats('*')),
  ])
  // What a machine says to itself is no traffic.
  const outside = interfaces?.filter(({ iface }) => iface !== 'lo')
  return {
    'cpu.load': load?.currentLoad,
    'memory.used': memory?.active,
    'memory.total': memory?.total,
    'net.rx_bytes': sumOf(outside?.map((each) => each.rx_bytes)),
    'net.tx_bytes': sumOf(outside?.map((each) => each.tx_bytes)),
    uptime: si.time().uptime,
  }
}

async function slowValues(): Promise<Found> {
  const [disks, temperature] = await Promise.all([
    attempt(() => si.fsSize()),
    attempt(() => si.cpuTemperature()),
  ])
  const root = disks?.find(({ mount }) => mount === '/')
  return {
    'disk.root.used': root?.used,
    'disk.root.total': root?.size,
    'temperature.cpu': temperature?.main,
  }
}

/** A sensor that fails must not cost the others their reading. */
async function attempt<Result>(ask: () => Promise<Result>): Promise<Result | null> {
  try {
    return await ask()
  } catch {
    return null
  }
}

function sumOf(values: readonly (number | null)[] | undefined): number | undefined {
  return values?.reduce<number>((sum, value) => sum + (value ?? 0), 0)
}

function finiteOnly(values: Found): Values {
  const kept: Values = {}
  for (const [name, value] of Object.entries(values)) {
    // Two decimals say all there is; more would only take room in spool and store.
    if (typeof value === 'number' && Number.isFinite(value)) kept[name] = Math.round(value * 100) / 100
  }
  return kept
}
