/** BEFORE: nobody knows which worker handed an original over. AFTER: each has its own part of the room (`worker`). */
import type { Migration } from '../migrate.ts'

// Empty for those that were kept before: no worker's, so that they are the first to give way.
export const originalsOfWorkersMigration: Migration = {
  version: 16,
  name: 'originals-of-workers',
  sql: `ALTER TABLE original ADD COLUMN worker TEXT NOT NULL DEFAULT '';`,
}
