/** Says of what kinds a fact in the log may be: those that cannot carry personal data. */

/**
 * How one field is written. There is no kind for free text, host names, addresses of clients, headers, URLs or
 * bodies: what has no kind cannot be logged.
 *
 * - `number`: a finite number, units in the field's name
 * - `word`: letters, digits and `._:-` only, at most 64 characters: codes, states, names of our own parts
 * - `path`: a file or socket path of this box, at most 256 characters
 * - `flag`: true or false
 */
export type FieldKind = 'number' | 'word' | 'path' | 'flag'

export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

export interface EventShape {
  level: LogLevel
  message: string
  fields: Readonly<Record<string, FieldKind>>
}
