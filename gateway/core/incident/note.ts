/** What a person may write when closing an incident: text that no page, terminal or log can be tricked with. */
import { z } from 'zod'

export const maxNoteLength = 1000

/**
 * Line breaks are part of a text; other control characters, and those that reorder what is read (Unicode TR 36 §2.5:
 * bidirectional text spoofing), are not. Markup is text like any other: whoever shows it escapes it.
 */
export const closingNote = z
  .string()
  .max(maxNoteLength, `expected at most ${maxNoteLength} characters`)
  .refine((text) => !forbidden.test(text), 'expected text without control characters')
  .refine((text) => text.isWellFormed(), 'expected whole characters')
  .describe(`Why it was closed so: at most ${maxNoteLength} characters. Without names, if you can.`)

const forbidden = /[^\P{Cc}\n]|[\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u
