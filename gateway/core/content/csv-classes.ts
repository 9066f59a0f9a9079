/** Says of each byte what it means in a table's cell that has no quotes. */
import { triggerBytes } from '../pii/scanner.ts'

export const PLAIN = 0
/** May anchor an entity. */
export const TRIGGER = 1
export const LINE_END = 2
export const DELIMITER = 3

export function cellClasses(delimiter: number): Uint8Array {
  const classes = triggerBytes.map((trigger) => (trigger === 0 ? PLAIN : TRIGGER))
  classes[0x0a] = LINE_END
  classes[0x0d] = LINE_END
  classes[delimiter] = DELIMITER
  return classes
}
