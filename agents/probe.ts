/** Measures the machine: the one place that asks `systeminformation`, which reads files and starts small programs. */
import si from 'systeminformation'

/** Series → value. What this machine cannot say is left out. */
export type Values = Record<string, number>

/** Units: load in percent, memory, disk and network in bytes (network since the machine's start), degrees Celsius, seconds. */
export async function measureHost(): Promise<Values> {
  const [load, memory, disks, interfaces, temperature] = await Promise.all([
    attempt(() => si.currentLoad()),
    attempt(() => si.mem()),
    attempt(() => si.fsSize()),
    attempt(() => si.networkStats('*')),
    attempt(() => si.cpuTemperature()),
  ])
  const root = disks?.find(({ mount }) => mount === '/')
  // What a machine says to itself is no traffic.
  const outside = interfaces?.filter(({ iface }) => iface !== 'lo')
  return finiteOnly({
    'cpu.load': load?.currentLoad,
    'memory.used': memory?.active,
    'memory.total': memory?.total,
    'disk.root.used': root?.used,
    'disk.root.total': root?.size,
    'net.rx_bytes': sumOf(outside?.map((each) => each.rx_bytes)),
    'net.tx_bytes': sumOf(outside?.map((each) => each.tx_bytes)),
    'temperature.cpu': temperature?.main,
    uptime: si.time().uptime,
  })
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

function finiteOnly(values: Readonly<Record<string, number | null | undefined>>): Values {
  const kept: Values = {}
  for (const [name, value] of Object.entries(values)) {
    // Two decimals say all there is; more would only take room in spool and store.
    if (typeof value === 'number' && Number.isFinite(value)) kept[name] = Math.round(value * 100) / 100
  }
  return kept
}
