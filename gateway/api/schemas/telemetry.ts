/** The shapes in which what devices report travels over the API. */
import { z } from 'zod'
import { deviceName } from '../../core/device/device.ts'
import { seriesName } from '../../core/telemetry/reading.ts'
import { telemetrySources } from '../services/telemetry.ts'

const millis = z.int().min(0).describe('Milliseconds since 1970-01-01T00:00:00Z.')

export const telemetryParams = z.object({ name: deviceName })

/** Ids of stored readings end in 2097; a question that reaches further would only look through empty hours. */
const latest = Date.UTC(2097, 0)
const moment = millis.max(latest)

/** The longest answer that is given: two years and some. */
const mostPoints = 500

export const telemetryQuery = z
  .strictObject({
    from: z.coerce.number().pipe(moment).optional().describe('Begin; an hour before the end unless told.'),
    until: z.coerce.number().pipe(moment).optional().describe('End, exclusive; now unless told.'),
    series: seriesName.optional().describe('Only this series.'),
    points: z.coerce
      .number()
      .pipe(z.int().min(1).max(mostPoints))
      .default(120)
      .describe('So many points a series at most.'),
  })
  .describe('What of the readings is asked for.')

const point = z
  .object({
    at: millis.describe('Start of the stretch that is summed up.'),
    min: z.number(),
    mean: z.number(),
    max: z.number(),
    count: z.int().min(1).describe('Readings.'),
  })
  .readonly()

export const telemetryHistory = z.object({
  from: millis,
  until: millis,
  source: z.enum(telemetrySources).describe('Long times are answered from sums of minutes or hours.'),
  stretchMs: z.int().min(1).describe('Length of a stretch.'),
  series: z.array(z.object({ name: z.string(), points: z.array(point).readonly() })).readonly(),
  omitted: z.int().min(0).describe('Series that were left out; ask for them by name.'),
  lost: z.int().min(0).describe('Readings that are known to be lost in this time.'),
})

const count = z.int().min(0)

export const telemetryStatus = z.object({
  port: z.int().min(0).max(65_535).describe('Port of the broker; 0 where it is switched off.'),
  sessions: count.describe('Sessions of devices now.'),
  isStoring: z.boolean().describe('Whether readings reach the disk.'),
  stored: z.object({ readings: count, points: count }).describe('Since the start of the gateway.'),
  counts: z
    .record(z.string(), count)
    .readonly()
    .describe('What was taken, refused and ended since the start of the gateway.'),
})
