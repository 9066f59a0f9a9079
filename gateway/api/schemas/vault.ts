/** The shapes in which files of the vault travel over the API. */
import { z } from 'zod'
import { deviceName } from '../../core/device/device.ts'
import { timedIdForm } from '../../core/timed-id.ts'
import { vaultClasses } from '../../core/vault/object.ts'

/** Sortable by time; also the cursor of pages. */
export const objectId = z
  .string()
  .regex(timedIdForm)
  .describe('Id of a file: 12 hex digits of milliseconds, `-`, 12 random hex digits.')

export const vaultClass = z.enum(vaultClasses).describe('What it is, which decides how long it is kept.')

export const vaultObject = z.object({
  id: objectId,
  bucket: z.object({
    source: z.string().describe('Name of the device that sent it.'),
    class: vaultClass,
    period: z.string().describe('The day it arrived, UTC.'),
  }),
  at: z.int().describe('When it arrived: milliseconds since 1970-01-01T00:00:00Z.'),
  bytes: z.int().min(0),
  name: z.string().nullable().describe('As the device called it; null where its key was destroyed.'),
})

export const vaultList = z.object({
  objects: z.array(vaultObject).readonly(),
  next: z.string().nullable().describe('Cursor of the next, older page; null on the last.'),
})

export const vaultQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(500).default(50).describe('Files a page.'),
  before: objectId.optional().describe('Cursor: the `next` of the page before.'),
  source: deviceName.optional(),
  class: vaultClass.optional(),
})

export const vaultTotals = z.object({ objects: z.int(), bytes: z.int() })

export const objectParams = z.object({ id: objectId })

export const exportQuery = z.strictObject({
  recipient: z
    .string()
    .regex(/^age1[02-9ac-hj-np-z]{58}$/)
    .optional()
    .describe('For whom it is sealed; `vault.recipient` of the configuration otherwise.'),
})
