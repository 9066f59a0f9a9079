/** BEFORE: reviews are of stopped requests alone. AFTER: also of hosts that are asked to pass unread for a while (`kind`: tunnel). */
import type { Migration } from '../migrate.ts'

// `machine`: whose card had the address when it was asked for; null where nobody watches cards, and for requests.
export const tunnelReviewsMigration: Migration = {
  version: 12,
  name: 'tunnel-reviews',
  sql: `
    ALTER TABLE review ADD COLUMN kind TEXT NOT NULL DEFAULT 'request';
    ALTER TABLE review ADD COLUMN machine TEXT;
  `,
}
