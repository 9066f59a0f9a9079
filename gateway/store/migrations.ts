/** Lists every migration of the database, in order. */
import type { Migration } from './migrate.ts'
import { journalMigration } from './migrations/0001-journal.ts'

export const migrations: readonly Migration[] = [journalMigration]
