/** Lists every migration of the database, in order. */
import type { Migration } from './migrate.ts'
import { journalMigration } from './migrations/0001-journal.ts'
import { devicesMigration } from './migrations/0002-devices.ts'

export const migrations: readonly Migration[] = [journalMigration, devicesMigration]
