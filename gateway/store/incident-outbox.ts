/** Keeps posts to the webhook until they are delivered: durable, in order, and bounded. */
import type { IncidentDatabase } from './incident-database.ts'

/** `id` goes along as `Gatehouse-Delivery`, so that a receiver knows a post that comes twice. */
export interface OutgoingPost {
  id: string
  body: string
}

export interface WaitingPost extends OutgoingPost {
  seq: number
  attempts: number
}

/** Every method throws the STORE_ errors. */
export interface IncidentOutbox {
  /** Adds within a write of the incidents', or alone. Returns how many of the oldest had to go for it. */
  add(post: OutgoingPost): number
  /** Oldest first; all of them, as there are few. */
  waiting(): WaitingPost[]
  attempted(seq: number): void
  remove(seq: number): void
  clear(): number
}

export const maxWaitingPosts = 200

export function createIncidentOutbox(
  database: IncidentDatabase,
  maxWaiting = maxWaitingPosts,
): IncidentOutbox {
  const run = (sql: string, ...values: (string | number)[]): number =>
    // A statement alone is its own transaction; inside of one it belongs to that.
    database.use((db) => db.prepare(sql).run(...values).changes)
  return {
    add({ id, body }) {
      run('INSERT INTO webhook_post (id, body, attempts) VALUES (?, ?, 0)', id, body)
      return run(
        'DELETE FROM webhook_post WHERE seq <= (SELECT seq FROM webhook_post ORDER BY seq DESC LIMIT 1 OFFSET ?)',
        maxWaiting,
      )
    },
    waiting: () =>
      database.use((db) =>
        db.prepare<[], WaitingPost>('SELECT seq, id, body, attempts FROM webhook_post ORDER BY seq').all(),
      ),
    attempted: (seq) => void run('UPDATE webhook_post SET attempts = attempts + 1 WHERE seq = ?', seq),
    remove: (seq) => void run('DELETE FROM webhook_post WHERE seq = ?', seq),
    clear: () => run('DELETE FROM webhook_post'),
  }
}
