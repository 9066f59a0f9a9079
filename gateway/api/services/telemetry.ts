/** What routes and commands may ask of what devices report. */

export interface TelemetryServices {
  readonly telemetry: TelemetryDesk
}

/** Played by the telemetry room. */
export interface TelemetryDesk {
  /**
   * How a device's series went, the minute that is not stored yet included. Null where no device of this name ever
   * reported. Throws the STORE_ errors.
   */
  history(device: string, query: TelemetryQuery): Promise<TelemetryHistory | null>
  status(): TelemetryStatus
}

export interface TelemetryQuery {
  /** Milliseconds since 1970. */
  from: number
  /** Exclusive. */
  until: number
  /** One series; null for all. */
  series: string | null
  /** Stretches a series at most. */
  points: number
}

/** From what an answer was made: long times come from sums. */
export const telemetrySources = ['readings', 'minutes', 'hours'] as const

export interface TelemetryHistory {
  from: number
  until: number
  source: (typeof telemetrySources)[number]
  /** Length of the stretches that are summed up, milliseconds. */
  stretchMs: number
  series: readonly { name: string; points: readonly TelemetryPoint[] }[]
  /** Series that were left out, as the answer would be too long. */
  omitted: number
  /** Readings that are known to be lost in this time. */
  lost: number
}

export interface TelemetryPoint {
  /** Start of the stretch, milliseconds since 1970. */
  at: number
  min: number
  mean: number
  max: number
  count: number
}

export interface TelemetryStatus {
  /** 0 where the broker is switched off. */
  port: number
  sessions: number
  /** Whether readings reach the disk. */
  isStoring: boolean
  /** Since the start of the gateway. */
  stored: { readings: number; points: number }
  /** What was taken, refused and ended, by name, since the start of the gateway. */
  counts: Readonly<Record<string, number>>
}
