/** How long each class of data is kept, and when the sweep comes. */
import { z } from 'zod'
import { count, flag, line } from '../kinds.ts'

const days = (value: number, what: string) =>
  count({ min: 1, max: 36_500 }, 'days').default(value).describe(what)

export const retentionSchema = z
  .strictObject({
    daily: flag().default(true).describe('Whether a sweep runs by itself once a day.'),
    at: line(5)
      .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'expected a time of day such as 03:30')
      .default('03:30')
      .describe("The time of day of the daily sweep, in the box's own zone.")
      .meta({ 'x-expected': 'a time of day such as 03:30' }),
    days: z
      .strictObject({
        recording: days(30, 'Recordings of cameras.'),
        export: days(90, 'Exports and reports of terminals and tills.'),
        document: days(365, 'Documents that devices send.'),
        other: days(30, 'Files of no other class.'),
        journal: days(180, 'The record of exchanges.'),
        telemetryRaw: days(7, 'Readings of devices as they came.'),
        telemetryMinutes: days(90, 'Minutes of readings.'),
        telemetryHours: days(730, 'Hours of readings.'),
        client: days(90, 'Machines that nobody has seen since; those in quarantine stay.'),
        token: days(90, 'What tokens stand for; older tokens at a vendor can never be read again.'),
      })
      .prefault({})
      .describe('How long each class of data is kept, counted from the end of its day or month.'),
  })
  .prefault({})
  .describe('How long things are kept.')
