/** How a person writes which fields of a structured body are meant (`fields.ts` reads it). */
import { z } from 'zod'

export const keyPath = z
  .string()
  .min(1)
  .max(200)
  .regex(
    /^(?!.*\*\*.*\*\*)(?:\*\*\.)?[^\s]+$/,
    'is not a key path: write "date_of_birth", "order.id", "customers[].email" or "**.card.number"',
  )
