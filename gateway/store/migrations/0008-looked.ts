/** BEFORE: the journal says what was decided. AFTER: it also says how far each exchange was looked into (`core/policy/looked.ts`). */
import type { Migration } from '../migrate.ts'

// Rows that are there keep null: of them nobody knows.
export const lookedMigration: Migration = {
  version: 8,
  name: 'looked',
  sql: 'ALTER TABLE exchange ADD COLUMN looked TEXT;',
}
